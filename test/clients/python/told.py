"""What a person is told when something is wrong: told.py URL READER, whose token may only read."""

import json
import sys
import tempfile

import seal

url, reader = sys.argv[1:]
client = seal.connect(url, retries=0)


def told(case, attempt):
    try:
        answer = attempt()
    except seal.SealError as error:
        print(json.dumps([case, error.code, error.status, str(error)]))
    except Exception as error:
        print(json.dumps([case, type(error).__name__, None, str(error)]))
    else:
        print(json.dumps([case, "ANSWERED", None, repr(answer)]))


def wrong(token):
    return seal.connect(url, token, retries=0)


rewards = [{"row_id": 0, "chosen_score": 1, "rejected_score": 0}]
many = ({**rewards[0], "chosen_score": n / 7} for n in range(150_000))
told("token", lambda: wrong("seal_nobodys").query("{ datasets { name } }"))
told("token of a big upload", lambda: wrong("seal_nobodys").log_rewards("seal-small", "m", many))
told("scope", lambda: wrong(reader).log_rewards("seal-small", "m", rewards))
told("token with a newline", lambda: wrong("seal_one\nseal_two"))
told("address", lambda: seal.connect("127.0.0.1:4000"))
told("nobody there", lambda: seal.connect("http://127.0.0.1:1", retries=0).audit("seal-small"))
told("dataset", lambda: client.log_rewards("nothing", "m", rewards))
told("audit", lambda: client.audit("nothing"))
told("columns", lambda: client.log_rewards("seal-small", "m", [{"row_id": 0, "chosen": 1}]))
told("option", lambda: client.log_rewards("seal-small", "m", rewards, colour="blue"))
told("stage", lambda: client.log_rewards("seal-small", "m", rewards, stage="LATER"))
told("no rows", lambda: client.log_rewards("seal-small", "m", []))
told("rows", lambda: client.log_rewards("seal-small", "m", [1]))
told(
    "own failure",
    lambda: client.log_rewards(
        "seal-small", "m", ({**rewards[0], "chosen_score": 1 / n} for n in [1, 0])
    ),
)
told("file", lambda: client.log_rewards("seal-small", "m", tempfile.gettempdir() + "/is-not.csv"))
told("document", lambda: client.query("{ nothing }"))
told("table", lambda: client.table("seal-small", "nothing"))
