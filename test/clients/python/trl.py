"""Runs what the page says of a RewardTrainer, with stand-ins: trl.py URL OUTPUT CODE."""

import csv
import json
import logging
import sys
from types import SimpleNamespace

import torch
from tiny_trainer import TinyTrainer

url, output, code = sys.argv[1:]
logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")


class Tokenizer:
    eos_token, pad_token_id = "#", 0

    def __call__(self, text):
        return {"input_ids": [ord(character) for character in text]}

    def apply_chat_template(self, messages, tokenize, return_dict, tools):
        assert tokenize and return_dict
        said = "".join(f"<{message['role']}>{message['content']}" for message in messages)
        return self(f"{tools}{said}")


class Classifier:
    training = True

    def train(self, mode=True):
        self.training = mode

    def eval(self):
        self.train(False)

    def parameters(self):
        yield SimpleNamespace(device="a device")

    def learn(self, pair):
        pass

    def __call__(self, input_ids, attention_mask, use_cache):
        assert not self.training and use_cache is False
        rows = zip(input_ids.rows, attention_mask.rows)
        sums = [sum(id * seen for id, seen in zip(*row)) for row in rows]
        return SimpleNamespace(logits=torch.Tensor([[value / 100] for value in sums]))


def said(role, content):
    return [{"role": role, "content": content}]


pairs = [
    {"chosen": "Human: a Assistant: b", "rejected": "Human: a Assistant: c#"},
    {"prompt": "a", "chosen": "bb", "rejected": "c"},
    {"prompt": "a", "chosen": "b" * 1023, "rejected": "too long by the end"},
    {
        "prompt": said("user", "a"),
        "chosen": said("assistant", "b"),
        "rejected": said("assistant", "cc"),
        "tools": '["t"]',
    },
]
texts = [
    (0, "Human: a Assistant: b#", "Human: a Assistant: c#"),
    (1, "abb#", "ac#"),
    (3, "['t']<user>a<assistant>b", "['t']<user>a<assistant>cc"),
]
expected = [[str(row), *(str(sum(map(ord, text)) / 100) for text in both)] for row, *both in texts]


class RewardTrainer(TinyTrainer):
    def __init__(self, model, args, train_dataset, callbacks):
        super().__init__(model, train_dataset, callbacks[0], **args)
        self.tokenizer = Tokenizer()

    def train(self):
        super().train(save_steps=2, saves=1)


def train(**args):
    given = {"model": Classifier(), "args": args, "train_dataset": pairs, "pairs": pairs}
    exec(code, {"RewardTrainer": RewardTrainer, **given})


train(output_dir=output)
with open(f"{output}/seal/checkpoint-2.csv", encoding="utf-8") as file:
    header, *rows = csv.reader(file)
assert header == ["row_id", "chosen_score", "rejected_score"], header
assert rows == expected, (rows, expected)
# Neither another process of the training, nor one without the whole model, makes files.
train(output_dir="/nowhere", is_main=False)
zero_3 = SimpleNamespace(zero_stage=3)
train(output_dir="/nowhere", deepspeed_plugin=zero_3)
# What the scoring raises, and a folder that nobody may write to, are warnings.
train(output_dir="/dev/null/no folder")
print(json.dumps(rows))
