"""Sends the rewards of a training run's checkpoints, from a folder of files, to a server.

    python log_checkpoints.py rewards --dataset demo --series run-7

checkpoint-200.csv, with the columns row_id, chosen_score and rejected_score, becomes the rewards
of the model run-7-200: the last number of a file's name is the step. Run it again, after Ctrl-C or
when other checkpoints have come, and it goes on: what the server has already does not change.

Exit codes: 0, all are in; 1, some are not; 2, wrong usage.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Optional

import seal

FILE = re.compile(r"(\d+)\D*\.(?:csv|jsonl|json|parquet)(?:\.gz|\.zst)?")


def checkpoints(folder: Path) -> dict[int, Path]:
    """The files of a folder by step, the first step first. Raises ValueError if two have the same."""
    found: dict[int, Path] = {}
    for file in sorted(folder.iterdir()):
        match = FILE.search(file.name) if file.is_file() else None
        if match is None:
            continue
        step = int(match[1])
        if step in found:
            raise ValueError(f"{found[step].name} and {file.name} are both of step {step}")
        found[step] = file
    return dict(sorted(found.items()))


def main(arguments: Optional[list[str]] = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where checkpoint-STEP.csv are")
    parser.add_argument("--dataset", required=True, help="the dataset that has the pairs")
    parser.add_argument("--series", required=True, help="the name of the training run")
    parser.add_argument("--stage", choices=["PRE", "POST"], default="POST")
    parser.add_argument("--id", help="the column of the pairs' own ids, instead of row_id")
    parser.add_argument("--url", default="http://127.0.0.1:4000", help="default: %(default)s")
    options = parser.parse_args(arguments)
    try:
        found = checkpoints(options.folder)
        client = seal.connect(options.url)
    except (OSError, ValueError, seal.SealError) as error:
        parser.error(str(error))
    if not found:
        parser.error(f"{options.folder} has no file such as checkpoint-200.csv")
    missing = 0
    for step, file in found.items():
        try:
            answer = client.log_checkpoint(
                options.dataset, options.series, step, file, options.stage, id=options.id
            )
        except seal.SealError as error:
            print(f"{file.name}: {error}", file=sys.stderr)
            if error.code in ("UNREACHABLE", "UNAUTHENTICATED", "FORBIDDEN"):
                return 1
            missing += 1
            continue
        counts = answer["run"]["counts"]
        print(f"{file.name}: {counts['read']} rows read, {counts['rejected']} rejected")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
