"""A client of a seal-graphql server: this file, and nothing but Python's standard library.

Copy it beside your script. Where requests is installed it carries what is sent, so that its
proxies and certificates hold; tables are data frames where pandas is installed, figures charts
where Altair is.

    import seal

    client = seal.connect("http://127.0.0.1:4000")  # with the token in SEAL_TOKEN
    rows = [{"row_id": 0, "chosen_score": 1.2, "rejected_score": 0.3}]
    client.log_rewards("demo", "run-200", rows, series="run", step=200)
    print(client.audit("demo", post="run-200")["alignment"]["score"])
"""

from __future__ import annotations

import csv
import http.client
import io
import json
import logging
import math
import os
import random
import re
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import weakref
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any, NamedTuple, Optional, TypeVar, Union

__all__ = ["Client", "SealError", "connect"]

#: Mappings, a data frame of pandas, or the path of a file, which goes as it is.
Rows = Union[str, "os.PathLike[str]", Iterable[Mapping[str, Any]]]

_Upload = TypeVar("_Upload", bound=Mapping[str, Any])

log = logging.getLogger("seal")

#: What may pass when it is tried again; besides a lost connection.
PASSING = {408, 429, 502, 503, 504}
LONGEST_PAUSE_S = 30.0
#: The answer to an upload comes when all is in; and a dataset's uploads take turns.
UPLOAD_SILENCE_S = 600.0
BLOCK_BYTES = 1 << 16
#: How long rows that come slowly are gathered: a server does not wait long for a silent client.
GATHERING_S = 5.0

ADVICE = {
    "UNREACHABLE": "start a server with `npm run serve`, or give connect() its address",
    "UNAUTHENTICATED": "give connect() a token, or set SEAL_TOKEN; on the server, "
    "`npm run token -- create --name NAME --scope write` makes one",
    "FORBIDDEN": "what is sent needs a token of the scope write, questions one of the scope read",
    "UNAVAILABLE": "try it again later",
    "INTERRUPTED": "send the same rows again: the upload goes on where it was",
}

#: The main numbers of an audit; what can't be computed is null, with a reason.
AUDIT = """query ($dataset: String!, $pre: String, $post: String, $where: PairFilter) {
  dataset(name: $dataset) { audit(pre: $pre, post: $post, where: $where) {
    pre { name }
    post { name }
    alignment { pairs score resistance confidenceInterval { lower upper } reason }
    alignmentBefore: alignment(stage: PRE) { pairs score confidenceInterval { lower upper } reason }
    alignmentChange { statistic pValue }
    alignmentChangeReason
    rewardShift { mean median reason }
    marginChange { mean { estimate pValue } rose reason }
    findings { sentence }
  } }
}"""


class SealError(Exception):
    """What went wrong, in the server's words.

    message: what, and where
    code: the server's, such as NOT_FOUND or INVALID_INPUT; UNREACHABLE where none answered
    status: of HTTP; None where no server answered
    advice: what to do, where the message does not say it; or empty
    """

    def __init__(self, message: str, code: str, status: Optional[int] = None) -> None:
        self.message, self.code, self.status = message, code, status
        self.advice = ADVICE.get(code, "")
        super().__init__(f"{message} [{code}]" + (f"; {self.advice}" if self.advice else ""))

    @property
    def may_pass(self) -> bool:
        """Whether the same may succeed later."""
        return self.code == "UNREACHABLE" or self.status in PASSING


def connect(
    url: str = "http://127.0.0.1:4000",
    token: Optional[str] = None,
    *,
    timeout: float = 90,
    retries: int = 4,
) -> Client:
    """A client of the server at an address. Nothing is sent yet.

    token: left out, what the environment variable SEAL_TOKEN has; no token if that is not set
    timeout: seconds of silence after which a question is given up
    retries: how often what may pass is tried again, after half a second, then twice as long each time
    """
    return Client(url, token or os.environ.get("SEAL_TOKEN"), timeout=timeout, retries=retries)


class Client:
    """Sends rows to a server, and asks it. Made by connect(); threads may share it."""

    def __init__(self, url: str, token: Optional[str], *, timeout: float, retries: int) -> None:
        if not re.match(r"https?://[^/]", url):
            raise SealError(f"{url!r} is no address of a server: http://HOST:PORT", "INVALID_INPUT")
        self.url = url.rstrip("/")
        self.timeout, self.retries = timeout, retries
        self._headers = {"user-agent": "seal.py", "accept": "application/json"}
        if token and token.strip():
            # What HTTP would refuse must not get into its error message.
            if not re.fullmatch(r"[!-~]+", token.strip()):
                raise SealError("the token has characters that no token has", "INVALID_INPUT")
            self._headers["authorization"] = f"Bearer {token.strip()}"
        self._exchange = _transport()

    def __repr__(self) -> str:
        return f"<seal.Client of {self.url}>"

    def query(self, document: str, **variables: Any) -> dict[str, Any]:
        """The data of a GraphQL document: `query("{ datasets { name } }")`.

        Raises SealError for the first error, even where other fields were answered.
        """
        content = self._send(
            "POST",
            "/graphql",
            body=json.dumps({"query": document, "variables": _plain(variables)}).encode(),
            headers={"content-type": "application/json"},
            # A mutation whose answer was lost may have been carried out.
            repeatable=not re.search(r"\bmutation\b", document),
        )
        if content.get("errors"):
            raise _error(content)
        data: dict[str, Any] = content["data"]
        return data

    def audit(
        self,
        dataset: str,
        pre: Optional[str] = None,
        post: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
    ) -> dict[str, Any]:
        """The main numbers of an audit, by their names in GraphQL.

        pre, post: names of the models before and after training; left out, the dataset's own
        where: a PairFilter, such as {"measure": {"feature": "length_words", "gte": 1}}
        """
        variables = {"dataset": dataset, "pre": pre, "post": post, "where": where or {}}
        found: Optional[dict[str, Any]] = self.query(AUDIT, **variables)["dataset"]
        if found is None:
            raise SealError(f'unknown dataset "{dataset}"', "NOT_FOUND")
        return dict(found["audit"])

    def table(self, dataset: str, name: str, **parameters: Any) -> Any:
        """A table, such as "leaderboard" or "imprints": a data frame, or a list of dictionaries.

        Parameters are those of GET /tables, such as `where={"tie": False}` or `stage="PRE"`.
        """
        rows = self._send("GET", f"/tables/{_quote(dataset)}/{_quote(name)}.json", parameters)
        try:
            import pandas
        except ImportError:
            return rows
        return pandas.DataFrame(rows)

    def figure(self, dataset: str, name: str, **parameters: Any) -> Any:
        """A figure, such as "imprints": a chart of Altair, or its Vega-Lite specification.

        Parameters are those of GET /figures.
        """
        drawn = self._send("GET", f"/figures/{_quote(dataset)}/{_quote(name)}.json", parameters)
        try:
            import altair
        except ImportError:
            return drawn
        return altair.Chart.from_dict(drawn, validate=False)

    def log_pairs(
        self, dataset: str, rows: Rows, *, wait: bool = True, **options: Any
    ) -> dict[str, Any]:
        """Preference pairs, in any of the shapes that `npm run ingest -- pairs` knows.

        Rows such as {"prompt": …, "chosen": …, "rejected": …}, of texts or lists of messages.
        See upload() for the rest.
        """
        return self.upload(dataset, "pairs", rows, wait=wait, **options)

    def log_rewards(
        self,
        dataset: str,
        model: str,
        rows: Rows,
        stage: str = "POST",
        series: Optional[str] = None,
        step: Optional[int] = None,
        *,
        wait: bool = True,
        **options: Any,
    ) -> dict[str, Any]:
        """A model's rewards: rows {"row_id": …, "chosen_score": …, "rejected_score": …}.

        stage: PRE or POST, whether the model is one from before or after training
        series, step: of which training run it is a checkpoint, and where
        See upload() for the rest.
        """
        of = {"model": model, "stage": stage, "series": series, "step": step}
        return self.upload(dataset, "rewards", rows, wait=wait, **of, **options)

    def log_checkpoint(
        self,
        dataset: str,
        series: str,
        step: int,
        rows: Rows,
        stage: str = "POST",
        *,
        wait: bool = True,
        **options: Any,
    ) -> dict[str, Any]:
        """The rewards of a checkpoint, as those of the model SERIES-STEP: see log_rewards()."""
        model = f"{series}-{step}"
        return self.log_rewards(dataset, model, rows, stage, series, step, wait=wait, **options)

    def log_labels(
        self,
        dataset: str,
        rows: Rows,
        labeler: Optional[str] = None,
        *,
        wait: bool = True,
        **options: Any,
    ) -> dict[str, Any]:
        """Labels: rows {"row_id": …, "preference": "chosen" or "rejected", "is_polite": True, …}.

        See upload() for the rest.
        """
        return self.upload(dataset, "labels", rows, wait=wait, labeler=labeler, **options)

    def upload(
        self, dataset: str, kind: str, rows: Rows, *, wait: bool = True, **options: Any
    ) -> dict[str, Any]:
        """Rows as `npm run ingest -- KIND` takes them, in one request, in constant memory.

        kind: pairs, rewards, labels, rewrites or measures; or taxonomy, of which rows is a file
        rows: an iterator is asked for the next one as fast as the server takes them. What is
            missing in a data frame, and a number that is not finite, is null
        wait: whether to wait until all is in; else for what wait() takes
        options: those of the command, such as `id="uid"` or `reject_same=True`

        Sent again, rows change nothing: the server knows them by their content. Returns what it
        made of them: "run" with its "counts", "dataset", "revision", "notices", and "rejects", how
        many rows it could not use and why.
        """
        parameters = {
            name.replace("_", "-"): ",".join(value) if isinstance(value, list) else value
            for name, value in options.items()
            if value is not None and value is not False
        }
        if isinstance(rows, (str, os.PathLike)):
            parameters["file"] = os.path.basename(rows)
        headers = {"content-type": "application/octet-stream"}
        if not wait:
            headers["prefer"] = "respond-async"
        path = f"/ingest/{_quote(dataset)}/{_quote(kind)}"
        silence = max(self.timeout, UPLOAD_SILENCE_S)
        with _Body(rows, as_table=kind in {"labels", "measures", "rewrites"}) as body:
            return _heeding_rejects(self._send("POST", path, parameters, body, headers, silence))

    def wait(self, upload: Mapping[str, Any], timeout: Optional[float] = None) -> Mapping[str, Any]:
        """What upload(wait=False) gave, when all is in.

        Raises SealError if it failed or was interrupted, or is not in after `timeout` seconds.
        """
        until = math.inf if timeout is None else time.monotonic() + timeout
        pause = 0.1
        while upload["run"]["state"] == "RUNNING":
            if time.monotonic() + pause > until:
                raise SealError(f"not all is in after {timeout} seconds", "RUNNING")
            time.sleep(pause)
            pause = min(1.5 * pause, 5)
            upload = {"location": upload["location"], **self._send("GET", upload["location"])}
        if upload.get("errors"):
            raise _error(upload)
        if upload["run"]["state"] != "DONE":
            raise SealError("the server stopped before all was in", upload["run"]["state"])
        return _heeding_rejects(upload)

    def _send(
        self,
        method: str,
        path: str,
        parameters: Optional[Mapping[str, Any]] = None,
        body: Union[bytes, _Body, None] = None,
        headers: Optional[Mapping[str, str]] = None,
        timeout: Optional[float] = None,
        *,
        repeatable: bool = True,
    ) -> Any:
        """The JSON of an answer; what may pass is tried again."""
        address = self.url + path
        # Words as they are, everything else as JSON: so the server reads them.
        given = {
            name: value if isinstance(value, str) else json.dumps(_plain(value))
            for name, value in (parameters or {}).items()
            if value is not None
        }
        if given:
            address += "?" + urllib.parse.urlencode(given)
        for attempt in range(self.retries + 1):
            pause = min(0.5 * 2**attempt, LONGEST_PAUSE_S) * random.uniform(0.75, 1)
            try:
                data = iter(body) if isinstance(body, _Body) else body
                all_headers = {**self._headers, **(headers or {})}
                answer = self._exchange(method, address, all_headers, data, timeout or self.timeout)
            except (OSError, http.client.HTTPException) as lost:
                if isinstance(body, _Body) and body.failure:
                    raise body.failure from None
                reason = getattr(lost, "reason", lost) or type(lost).__name__
                error = SealError(f"no answer from {self.url}{path}: {reason}", "UNREACHABLE")
                error.__cause__ = lost
                again = repeatable
            else:
                try:
                    content = _json_of(answer)
                    if answer.status == 202:
                        content["location"] = answer.headers["location"]
                    if answer.status < 300:
                        return content
                    error = _error(content, answer.status)
                except SealError as unexpected:
                    error = unexpected
                again = error.status in PASSING and (repeatable or error.status in (429, 503))
                after = answer.headers.get("retry-after", "")
                if after.isdigit():
                    pause = max(pause, min(float(after), LONGEST_PAUSE_S))
            if not again or attempt == self.retries:
                raise error
            log.info("%s; trying again in %.1f s", error.message, pause)
            time.sleep(pause)


def _quote(name: str) -> str:
    return urllib.parse.quote(name, safe="")


def _heeding_rejects(upload: _Upload) -> _Upload:
    """The same; what could not be used is not passed over in silence."""
    rejects = upload["rejects"]
    if rejects["count"]:
        first = rejects["first"][0]
        where = f"{first['file']}, line {first['line']}"
        log.warning("%s rows rejected; %s: %s", rejects["count"], where, first["reason"])
    return upload


class _Answer(NamedTuple):
    status: int
    headers: Any
    body: bytes


def _json_of(answer: _Answer) -> Any:
    try:
        content = json.loads(answer.body)
        if not isinstance(content, (dict, list)):
            raise ValueError(content)
        return content
    except ValueError:
        text = answer.body[:200].decode("utf-8", "replace")
        message = f"HTTP {answer.status} without JSON; is it a seal-graphql server? {text}"
        raise SealError(message, "UNEXPECTED_ANSWER", answer.status) from None


def _error(content: Mapping[str, Any], status: Optional[int] = None) -> SealError:
    """Of an answer as GraphQL has errors, or as tables and figures have them."""
    problems = content.get("errors") or [content]
    first = problems[0]
    message = first.get("message", "no message")
    if len(problems) > 1:
        message += f" (and {len(problems) - 1} more)"
    if content.get("rejects", {}).get("first"):
        message += f"; the first of them: {content['rejects']['first'][0]['reason']}"
    code = first.get("code") or first.get("extensions", {}).get("code") or "UNEXPECTED_ANSWER"
    return SealError(message, code, status)


# What is sent: JSON lines, or CSV where the command takes nothing else; compressed, as it comes.


class _Body:
    """Blocks of bytes that can be sent again: a file keeps what an iterator gave."""

    def __init__(self, rows: Rows, *, as_table: bool) -> None:
        #: What the rows themselves raised: that is not the connection's.
        self.failure: Optional[BaseException] = None
        self._kept: IO[bytes]
        self._rest: Iterator[bytes] = iter(())
        if isinstance(rows, (str, os.PathLike)):
            self._kept = open(rows, "rb")
        else:
            self._kept = tempfile.TemporaryFile()
            self._rest = self._compressed((_csv if as_table else _json_lines)(_objects(rows)))

    def __enter__(self) -> _Body:
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()

    def __iter__(self) -> Iterator[bytes]:
        self._kept.seek(0)
        while True:
            block = self._kept.read(BLOCK_BYTES)
            if not block:
                break
            yield block
        for block in self._rest:
            self._kept.write(block)
            yield block

    def _compressed(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        gzip = zlib.compressobj(wbits=31)
        block, due = bytearray(), time.monotonic() + GATHERING_S
        try:
            for line in lines:
                block += gzip.compress(line)
                is_due = time.monotonic() > due
                if is_due:
                    block += gzip.flush(zlib.Z_SYNC_FLUSH)
                if is_due or len(block) >= BLOCK_BYTES:
                    yield bytes(block)
                    block, due = bytearray(), time.monotonic() + GATHERING_S
        except BaseException as failure:
            self.failure = failure
            raise
        yield bytes(block) + gzip.flush()


def _objects(rows: Any) -> Iterator[Mapping[str, Any]]:
    if hasattr(rows, "itertuples"):
        names = [str(name) for name in rows.columns]
        for values in rows.itertuples(index=False, name=None):
            yield dict(zip(names, values))
        return
    for row in rows:
        if not isinstance(row, Mapping):
            raise TypeError(f"a row is a dictionary with a key for each column, not {row!r:.100}")
        yield row


def _plain(value: Any) -> Any:
    """A value as JSON has it: null for what is missing or not finite, numbers for numpy's."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    return None if type(value).__name__ in ("NAType", "NaTType") else str(value)


def _json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    for row in rows:
        try:
            line = json.dumps(row, default=_plain, allow_nan=False)
        except ValueError:
            line = json.dumps(_plain(row))
        yield line.encode() + b"\n"


def _csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """With the columns of the first row; lists and truth values as Python writes them."""
    text = io.StringIO()
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(text, list(row))
            writer.writeheader()
        writer.writerow({name: _plain(value) for name, value in row.items()})
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


# How it is sent: by requests where it is installed, else by urllib. Redirects are not followed.


#: Method, address, headers, body, and seconds of silence.
Exchange = Callable[[str, str, "dict[str, str]", Any, float], _Answer]


def _transport() -> Exchange:
    try:
        import requests  # type: ignore[import]
    except ImportError:
        return _by_urllib
    session = requests.Session()

    def by_requests(
        method: str, url: str, headers: dict[str, str], data: Any, timeout: float
    ) -> _Answer:
        answer = session.request(
            method,
            url,
            headers=headers,
            data=data,
            timeout=timeout,
            # Or a .netrc would replace the token.
            auth=lambda request: request,
            allow_redirects=False,
        )
        return _Answer(answer.status_code, answer.headers, answer.content)

    weakref.finalize(by_requests, session.close)
    return by_requests


class _Refusing:
    """Reads the answer of a server that refuses what is being sent, and closes the connection."""

    def request(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().request(*args, **kwargs)  # type: ignore[misc]
        except (BrokenPipeError, ConnectionResetError):
            if self.sock is None:  # type: ignore[attr-defined]
                raise


class _HttpConnection(_Refusing, http.client.HTTPConnection):
    pass


class _HttpsConnection(_Refusing, http.client.HTTPSConnection):
    pass


class _Http(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_HttpConnection, req)


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_HttpsConnection, req)  # type: ignore[arg-type]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Http, _Https, _NoRedirect)


def _by_urllib(
    method: str, url: str, headers: dict[str, str], data: Any, timeout: float
) -> _Answer:
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with _opener.open(request, timeout=timeout) as answer:
            return _Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return _Answer(refused.code, refused.headers, refused.read())
