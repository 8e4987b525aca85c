"""The journal of a run: a line before each request goes out and one with its answer, so that none is sent twice."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from generator.probe.answers import Answer
from generator.probe.questions import Request


class Journal:
    """Lines of JSON in a file: {"sending": key, ...}, then {"answered": key, ...}. One process at a time writes it."""

    def __init__(self, path: Path, region: str) -> None:
        self.path = path
        self.region = region
        self._answers: dict[str, Answer | None] = {}
        for line in path.read_text("utf-8").splitlines() if path.exists() else ():
            try:
                entry: dict[str, Any] = json.loads(line)
            except ValueError:
                continue  # cut off when the machine went down; its request counts as sent
            if "sending" in entry:
                self._answers.setdefault(entry["sending"], None)
            elif "answered" in entry:
                fields = {name: entry[name] for name in ("status", "code", "message", "document", "at")}
                self._answers[entry["answered"]] = Answer(**fields)

    def answer(self, request: Request) -> Answer | None:
        """The answer to a request, None if it was not sent; one whose answer is missing has status 0."""
        key = request.key(self.region)
        found = self._answers.get(key)
        if found is None:
            return Answer(status=0) if key in self._answers else None
        return None if found.throttled else found

    def sending(self, request: Request, question: str, at: str) -> None:
        """A request is about to go out. It is on the disk when this returns."""
        key = request.key(self.region)
        self._answers[key] = None
        self._write({"sending": key, "for": question, "region": self.region, "at": at, "path": request.path})

    def answered(self, request: Request, answer: Answer) -> None:
        """Its answer came."""
        key = request.key(self.region)
        self._answers[key] = answer
        fields = {"status": answer.status, "code": answer.code, "message": answer.message, "at": answer.at}
        self._write({"answered": key, **fields, "document": answer.document})

    def _write(self, entry: dict[str, Any]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
