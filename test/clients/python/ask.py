"""Asks a server everything that the client has a method for, and says the answers as JSON: ask.py URL."""

import json
import sys

import seal

client = seal.connect(sys.argv[1], retries=0)
where = {"rowId": {"lte": 99}}
table = client.table("seal-small", "leaderboard")
frame = hasattr(table, "to_dict")
figure = client.figure("seal-small", "imprints", stage="PRE", where=where)
chart = hasattr(figure, "to_dict")
audit = client.audit("seal-small", where=where)
print(
    json.dumps(
        {
            "libraries": {"pandas": frame, "altair": chart, "requests": "requests" in sys.modules},
            "pairs": audit["alignment"]["pairs"],
            "score": audit["alignment"]["score"],
            "before": audit["alignmentBefore"]["score"],
            "finding": audit["findings"][0]["sentence"],
            "models": [row["model"] for row in (table.to_dict("records") if frame else table)],
            "title": (figure.to_dict(validate=False) if chart else figure)["title"]["text"],
            "client": repr(client),
        }
    )
)
