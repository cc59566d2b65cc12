"""Trains, and says as JSON how aligned the model was at each checkpoint: train.py URL PAIRS FOLDER SERIES.

With --steps, says when a checkpoint is saved, and goes on with each line of the standard input.
"""

import json
import logging
import sys

import seal
from tiny_trainer import TinyModel, TinyTrainer, read_pairs, score
from trl_callback import SealCallback

url, file, folder, series, *rest = sys.argv[1:]
logging.basicConfig(level=logging.WARNING, format="%(name)s %(levelname)s %(message)s")
pairs, model, aligned = read_pairs(file), TinyModel(), []


def between():
    right = [model.reward(pair["chosen"]) > model.reward(pair["rejected"]) for pair in pairs]
    aligned.append(sum(right) / len(pairs))
    if rest == ["--steps"]:
        print("saved", len(aligned), flush=True)
        sys.stdin.readline()


client = seal.connect(url, retries=0)
callback = SealCallback("seal-small", pairs, series, client=client, score=score, flush_seconds=20)
TinyTrainer(model, pairs, callback, folder).train(200, 3, between)
print(json.dumps(aligned))
