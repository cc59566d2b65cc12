"""A trainer that calls a callback as transformers' Trainer does, of a model in plain Python."""

import json
import math
import zlib
from types import SimpleNamespace


class TinyModel:
    """Rewards with one weight, of having been chosen, beside what each text has by chance."""

    def __init__(self):
        self.weight, self.training = 0.0, True

    def train(self, mode=True):
        self.training = mode

    def eval(self):
        self.train(False)

    def reward(self, text):
        answer = text.rsplit("Assistant:")[-1]
        chance = 4 * zlib.crc32(text.encode()) / 2**32 - 2
        return self.weight * ("chosen" in answer) + chance

    def learn(self, pair):
        margin = self.reward(pair["chosen"]) - self.reward(pair["rejected"])
        self.weight += 0.004 / (1 + math.exp(margin))


def score(model, processing_class, pairs):
    """As SealCallback is given it."""
    assert processing_class == "tokenizer" and not model.training
    return [(model.reward(pair["chosen"]), model.reward(pair["rejected"])) for pair in pairs]


def read_pairs(file):
    with open(file, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class TinyTrainer:
    """Evaluates and saves every `save_steps` steps, in the order of transformers 4.46 to 5."""

    def __init__(self, model, pairs, callback, output_dir, *, is_main=True, **args):
        self.model, self.pairs, self.callback = model, pairs, callback
        self.tokenizer = "tokenizer"
        self.args = SimpleNamespace(
            output_dir=output_dir, per_device_eval_batch_size=7, max_length=1024, **args
        )
        self.state = SimpleNamespace(global_step=0, is_world_process_zero=is_main)
        self._call("on_init_end")

    def _call(self, event, **more):
        control = SimpleNamespace(should_save=False)
        given = dict.fromkeys(["optimizer", "lr_scheduler", "train_dataloader", "eval_dataloader"])
        getattr(self.callback, event)(
            self.args,
            self.state,
            control,
            model=self.model,
            processing_class=self.tokenizer,
            **given,
            **more,
        )

    def train(self, save_steps, saves, between=lambda: None):
        self._call("on_train_begin")
        self._call("on_epoch_begin")
        while self.state.global_step < save_steps * saves:
            self._call("on_step_begin")
            self.model.train()
            self.model.learn(self.pairs[self.state.global_step % len(self.pairs)])
            self._call("on_pre_optimizer_step")
            self._call("on_optimizer_step")
            self.state.global_step += 1
            self._call("on_step_end")
            if self.state.global_step % save_steps == 0:
                self._call("on_log", logs={"loss": 0.5})
                self._call("on_prediction_step")
                self._call("on_evaluate", metrics={"eval_loss": 0.5})
                self._call("on_save")
                assert self.model.training
                between()
        self._call("on_epoch_end")
        self._call("on_log", logs={"loss": 0.5})
        self._call("on_train_end")
