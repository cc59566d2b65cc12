"""A callback for TRL's RewardTrainer: each checkpoint's rewards of evaluation pairs, in a server.

    from trl_callback import SealCallback

    callback = SealCallback("demo", pairs=evaluation_pairs, series="run-7")
    RewardTrainer(model=…, train_dataset=…, callbacks=[callback]).train()

Pairs are scored where the training runs, between two of its steps; a thread in the background
sends the rewards. Nothing of this ends the training: what goes wrong is a warning of `logging`.
Rewards are first written to OUTPUT_DIR/seal/checkpoint-STEP.csv. What could not be sent stays
there, for `python log_checkpoints.py OUTPUT_DIR/seal --dataset demo --series run-7`.
"""

from __future__ import annotations

import csv
import itertools
import json
import logging
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Optional

import seal

try:
    from transformers import TrainerCallback
except ImportError:

    class TrainerCallback:  # type: ignore[no-redef]
        """What a trainer calls of every callback, where transformers is not installed."""

        def __getattr__(self, event: str) -> Callable[..., None]:
            if event.startswith("on_"):
                return lambda *_, **__: None
            raise AttributeError(event)


log = logging.getLogger("seal.trl")

Pair = Mapping[str, Any]
#: The rewards of what was chosen and of what was rejected; None leaves the pair out.
Scores = Optional[tuple[float, float]]
LONGEST_PAUSE_S = 15.0


class _Checkpoint(NamedTuple):
    step: int
    #: Its rewards, as CSV.
    file: Path


class SealCallback(TrainerCallback):
    """Scores evaluation pairs at each checkpoint, and sends the rewards as the model SERIES-STEP.

    dataset: the dataset of the server that has the pairs
    pairs: them, as TRL's preference format has them: "chosen", "rejected" and "prompt", texts or
        lists of messages. In the order of the dataset's rows, or with a "row_id" of each
    series: the name of the training run
    client: of seal.connect(); left out, one with its defaults
    score: gives the rewards of some pairs, as score(model, processing_class, pairs); left out,
        score_pairs(), for models that RewardTrainer trains
    at: "save" or "evaluate": when the trainer does this, pairs are scored
    id: the key of the pairs' own ids, if the dataset knows them by these instead of row_id
    flush_seconds: how long the end of the training waits for what is not sent yet
    capacity: how many checkpoints may wait to be sent
    """

    def __init__(
        self,
        dataset: str,
        pairs: Iterable[Pair],
        series: str,
        *,
        client: Optional[seal.Client] = None,
        score: Optional[Callable[[Any, Any, Sequence[Pair]], Iterable[Scores]]] = None,
        at: str = "save",
        id: Optional[str] = None,
        flush_seconds: float = 120,
        capacity: int = 100,
    ) -> None:
        if at not in ("save", "evaluate"):
            raise ValueError(f'at is "save" or "evaluate", not {at!r}')
        self._dataset, self._series = dataset, series
        # They are gone through at each checkpoint.
        self._pairs = list(pairs) if isinstance(pairs, Iterator) else pairs
        self._client = client or seal.connect()
        self._score, self._at, self._id = score, at, id
        self._flush_seconds = flush_seconds
        self._outbox = _Outbox(self._send, capacity)
        self._last_step: Optional[int] = None

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        if self._at == "save":
            self._log_checkpoint(args, state, **kwargs)

    def on_evaluate(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        if self._at == "evaluate":
            self._log_checkpoint(args, state, **kwargs)

    def on_train_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        unsent = self._outbox.flush(self._flush_seconds)
        if unsent:
            steps = ", ".join(str(checkpoint.step) for checkpoint in unsent)
            log.warning("not sent: steps %s; %s", steps, self._later(args))

    def _log_checkpoint(self, args: Any, state: Any, model: Any = None, **kwargs: Any) -> None:
        # All processes of a distributed training have the same model: one of them sends.
        if not state.is_world_process_zero or state.global_step == self._last_step:
            return
        self._last_step = step = state.global_step
        try:
            if _is_sharded(args):
                log.warning("step %s is not scored: the model is in pieces (FSDP, ZeRO-3)", step)
                return
            # Called "tokenizer" by transformers before 4.46.
            tokenizer = kwargs.get("processing_class") or kwargs.get("tokenizer")
            with _evaluating(model):
                file = self._write(args, step, self._rewards(args, model, tokenizer))
            if not self._outbox.put(_Checkpoint(step, file)):
                log.warning("step %s is not sent, as too many wait; %s", step, self._later(args))
        except Exception as error:
            log.warning("step %s is not scored: %s", step, error, exc_info=True)

    def _rewards(self, args: Any, model: Any, tokenizer: Any) -> Iterator[tuple[Any, float, float]]:
        """Rows of the CSV: the pair's id, its two rewards."""
        score = self._score or partial(score_pairs, max_length=getattr(args, "max_length", None))
        key = self._id or "row_id"
        numbered = enumerate(self._pairs)
        while batch := list(itertools.islice(numbered, args.per_device_eval_batch_size)):
            scores = list(score(model, tokenizer, [pair for _, pair in batch]))
            if len(scores) != len(batch):
                raise ValueError(f"{len(scores)} scores came of {len(batch)} pairs")
            for (number, pair), rewards in zip(batch, scores):
                if rewards is not None:
                    yield pair.get(key, number), float(rewards[0]), float(rewards[1])

    def _write(self, args: Any, step: int, rewards: Iterable[tuple[Any, ...]]) -> Path:
        """A file that is whole from the moment it has its name."""
        file = _folder(args) / f"checkpoint-{step}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        partly = file.with_suffix(".part")
        with partly.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow([self._id or "row_id", "chosen_score", "rejected_score"])
            writer.writerows(rewards)
        return partly.replace(file)

    def _send(self, checkpoint: _Checkpoint) -> None:
        step, file = checkpoint
        self._client.log_checkpoint(self._dataset, self._series, step, file, id=self._id)

    def _later(self, args: Any) -> str:
        of = f"--dataset {self._dataset} --series {self._series}"
        return f"send them later by: python log_checkpoints.py {_folder(args)} {of}"


def _folder(args: Any) -> Path:
    return Path(args.output_dir) / "seal"


def _is_sharded(args: Any) -> bool:
    """Whether the model runs in all processes together: one alone would wait for ever."""
    deepspeed = getattr(args, "deepspeed_plugin", None)
    zero_3 = deepspeed is not None and deepspeed.zero_stage == 3
    return zero_3 or os.environ.get("ACCELERATE_USE_FSDP", "").lower() in ("1", "true")


@contextmanager
def _evaluating(model: Any) -> Iterator[None]:
    """Without gradients and dropout; afterwards the model is in the mode that it was in."""
    torch = sys.modules.get("torch")
    training = model.training
    model.eval()
    try:
        with torch.no_grad() if torch else nullcontext():
            yield
    finally:
        model.train(training)


class _Outbox:
    """Sends checkpoints one after the other, in a thread. What may pass is tried until it does."""

    def __init__(self, send: Callable[[_Checkpoint], None], capacity: int) -> None:
        self._send, self._capacity = send, capacity
        self._waiting: deque[_Checkpoint] = deque()
        self._changed = threading.Condition()
        self._thread: Optional[threading.Thread] = None

    def put(self, checkpoint: _Checkpoint) -> bool:
        """Whether there was room for it."""
        with self._changed:
            if len(self._waiting) >= self._capacity:
                return False
            self._waiting.append(checkpoint)
            self._changed.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="seal", daemon=True)
                self._thread.start()
            return True

    def flush(self, seconds: float) -> list[_Checkpoint]:
        """Waits until all are sent, and returns those that are not by then: they are given up."""
        with self._changed:
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._waiting, seconds)
            unsent = list(self._waiting)
            self._waiting.clear()
            return unsent

    def _run(self) -> None:
        pause = 1.0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                checkpoint = self._waiting[0]
            again = self._fails_for_now(checkpoint)
            with self._changed:
                if again:
                    # Another checkpoint, or the end of the training, is an occasion to try at once.
                    self._changed.wait(pause)
                    pause = min(2 * pause, LONGEST_PAUSE_S)
                    continue
                pause = 1.0
                if self._waiting and self._waiting[0] is checkpoint:
                    self._waiting.popleft()
                self._changed.notify_all()

    def _fails_for_now(self, checkpoint: _Checkpoint) -> bool:
        try:
            self._send(checkpoint)
            return False
        except seal.SealError as error:
            again = error.may_pass
            then = "it is tried again" if again else f"its rewards are in {checkpoint.file}"
            log.warning("step %s is not sent: %s; %s", checkpoint.step, error, then)
            return again
        except Exception as error:
            log.warning("step %s is not sent: %s", checkpoint.step, error, exc_info=True)
            return False


# What needs torch: rewards as the RewardTrainer of TRL 1.x computes them.


def score_pairs(
    model: Any, tokenizer: Any, pairs: Sequence[Pair], max_length: Optional[int] = None
) -> list[Scores]:
    """Rewards of pairs by a sequence classifier with one logit, all in one batch.

    A pair of which an entry has more tokens than `max_length` is left out, as RewardTrainer does.
    """
    import torch

    sides = [[_tokens(tokenizer, pair, side) for side in ("chosen", "rejected")] for pair in pairs]
    fits = [max_length is None or max(map(len, both)) <= max_length for both in sides]
    entries = [ids for both, fit in zip(sides, fits) if fit for ids in both]
    if not entries:
        return [None] * len(pairs)
    input_ids = torch.full((len(entries), max(map(len, entries))), tokenizer.pad_token_id)
    attention_mask = torch.zeros_like(input_ids)
    for row, ids in enumerate(entries):
        input_ids[row, : len(ids)] = torch.tensor(ids)
        attention_mask[row, : len(ids)] = 1
    device = next(model.parameters()).device
    output = model(
        input_ids=input_ids.to(device), attention_mask=attention_mask.to(device), use_cache=False
    )
    rewards = iter(output.logits.squeeze(-1).tolist())
    return [(next(rewards), next(rewards)) if fit else None for fit in fits]


def _tokens(tokenizer: Any, pair: Pair, side: str) -> list[int]:
    """A whole conversation. Texts end with the token for that, messages by the template."""
    entry = pair[side]
    if "prompt" in pair:
        entry = pair["prompt"] + entry
    if isinstance(entry, str):
        end = tokenizer.eos_token
        return list(tokenizer(text=entry if entry.endswith(end) else entry + end)["input_ids"])
    tools = pair.get("tools")
    template = {
        "tools": json.loads(tools) if isinstance(tools, str) else tools,
        **(pair.get("chat_template_kwargs") or {}),
    }
    tokens = tokenizer.apply_chat_template(entry, tokenize=True, return_dict=True, **template)
    return list(tokens["input_ids"])
