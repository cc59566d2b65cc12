"""Sends rows of all kinds, and says what the server made of them: upload.py URL FOLDER."""

import json
import resource
import sys
from pathlib import Path

import seal

url, folder = sys.argv[1], Path(sys.argv[2])
client = seal.connect(url, retries=3)
try:
    import numpy
    import pandas
except ImportError:
    numpy = pandas = None


def counts(answer):
    return answer["run"]["counts"]


def many(last_row):
    for number in range(100_000):
        yield {"row_id": number % 600, "chosen_score": number / 7, "rejected_score": 1e-3 * number}
    yield last_row


made = {}
texts = ["ä 漢 👩🏽‍🚀 \u202e", '"a", b\\\n\n\r\nc', "Ω" * 5000, "half \ud83d"]
pairs = [
    {"prompt": f"{number}?", "chosen": text, "rejected": "no", "note": text[:5]}
    for number, text in enumerate(texts)
]
made["pairs"] = counts(client.log_pairs("texts", pairs, attributes=["note"]))
stored = client.table("texts", "pairs", texts=True)
stored = stored.to_dict("records") if pandas else stored
assert [row["chosen_continuation"] for row in stored] == [
    f"Assistant: {text}" for text in texts[:3]
]
assert [row["pair_note"] for row in stored] == [text[:5] for text in texts[:3]]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
last = {"row_id": 0, "chosen_score": -5.5, "rejected_score": 5.5}
made["many"] = counts(client.log_rewards("seal-small", "streamed", many(last)))
made["grown_kib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
run = client.log_rewards("seal-small", "streamed", [last], wait=False)
made["waited"] = client.wait(run, timeout=20)["run"]["state"]
file = folder / "rewards.csv"
file.write_text("row_id,chosen_score,rejected_score\n1,2.5,1\n", encoding="utf-8")
made["file"] = counts(client.log_rewards("seal-small", "of-a-file", file, "PRE"))
labels = [
    {"row_id": 0, "preference": "chosen", "last_response_is_harmless": True, "topics": ["a", "b's"]}
]
made["labels"] = counts(client.log_labels("seal-small", labels, "me", incomplete=True))
if pandas:
    frame = pandas.DataFrame(
        {
            "row_id": numpy.arange(3),
            "chosen_score": numpy.array([1.5, numpy.nan, 2.5], dtype="float32"),
            "rejected_score": [numpy.float64(1), 2.0, numpy.inf],
        }
    )
    made["frame"] = counts(client.log_rewards("seal-small", "of-a-frame", frame))
print(json.dumps(made))
