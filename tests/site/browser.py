"""A headless Chromium, spoken to in its own protocol over one socket: pages, scripts, keys, complaints, pictures."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from websocket import WebSocket, create_connection

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 20.0
"""Seconds that anything on a page may take."""


_MOVED = (
    "Inspected target navigated or closed",
    "Execution context was destroyed.",
    "Cannot find default execution context",
)


class _MovedOnError(Exception):
    """The page that a script was to run on has given way to the next one."""


def found() -> str | None:
    """The path of a Chromium on this machine."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def session(profile: Path) -> Iterator[Browser]:
    """A browser for the tests of a process. Without a Chromium they are skipped, or fail where one is required."""
    program = found()
    if program is None:
        reason = "no Chromium on this machine; on Debian: apt-get install chromium"
        if os.environ.get("BRUSHWORK_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    browser = Browser(program, profile)
    yield browser
    browser.close()


class Browser:
    """One page of a browser. `complaints` are the errors of its console and every request that failed."""

    def __init__(self, program: str, profile: Path) -> None:
        self.complaints: list[str] = []
        self._number = 0
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
        flags += ["--disable-background-networking", "--disable-component-update", "--remote-allow-origins=*"]
        # No name is looked up: a page that asks for anything but loopback fails, and is told of.
        flags += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-debugging-port=0"]
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the browser
        command = [program, *flags, f"--user-data-dir={profile}", "about:blank"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=self._errors)
        self._socket = self._connected(profile)
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.tell(f"{domain}.enable")

    def _connected(self, profile: Path) -> WebSocket:
        import urllib3

        port_file = profile / "DevToolsActivePort"
        self.until(lambda: port_file.exists() and port_file.read_text("utf-8").count("\n") > 0)
        port = port_file.read_text("utf-8").split("\n", 1)[0]
        pages = urllib3.request("GET", f"http://127.0.0.1:{port}/json/list", timeout=PATIENCE).json()
        (address,) = (page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
        return create_connection(address, timeout=PATIENCE)

    def close(self) -> None:
        """End the browser."""
        self._socket.close()
        self._process.terminate()
        try:
            self._process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    def tell(self, method: str, **parameters: object) -> dict[str, Any]:
        """One command of the protocol and its answer; events on the way are looked at."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message: dict[str, Any] = json.loads(self._socket.recv())
            if message.get("id") == self._number:
                if message.get("error", {}).get("message") in _MOVED:
                    raise _MovedOnError(method)
                assert "error" not in message, message
                answer: dict[str, Any] = message["result"]
                return answer
            self._heard(message.get("method", ""), message.get("params", {}))

    def _heard(self, method: str, parameters: dict[str, Any]) -> None:
        if method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.complaints.append(str(details.get("exception", details).get("description", details)))
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.complaints.append(str([each.get("value") for each in parameters["args"]]))
        elif method == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.complaints.append(f"{parameters['entry']['text']} {parameters['entry'].get('url', '')}")
        elif method == "Network.loadingFailed" and not parameters.get("canceled"):
            self.complaints.append(f"a request failed: {parameters['errorText']}")

    def run(self, script: str) -> Any:
        """The value of an expression on the page; a promise is waited for."""
        answer = self.tell("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until it holds. Raises AssertionError if it does not come to hold."""
        end = time.monotonic() + PATIENCE
        while not self._holds(holds):
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.02)

    def _holds(self, holds: Callable[[], object]) -> bool:
        try:
            return bool(holds())
        except _MovedOnError:
            return False

    def open(self, url: str) -> None:
        """Load a page and wait until it is all there."""
        self.tell("Page.navigate", url=url)
        page = re.escape(url.partition("#")[0])
        self.until(lambda: re.match(page, str(self.run("document.readyState === 'complete' && location.href"))))

    def screen(self, width: int, height: int, *, phone: bool = False, dark: bool = False) -> None:
        """The size of the window, and whether the system of its owner is dark."""
        scale = 2 if phone else 1
        self.tell(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=phone
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.tell("Emulation.setEmulatedMedia", features=[scheme])

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.tell("Input.insertText", text=text)

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key and let it go: "Tab", "Enter", "ArrowRight"."""
        codes = {"Tab": 9, "Enter": 13, " ": 32, "ArrowRight": 39}
        given: dict[str, object] = {"key": key, "windowsVirtualKeyCode": codes[key], "modifiers": 8 if shift else 0}
        text = {"Enter": "\r", " ": " "}.get(key)
        self.tell("Input.dispatchKeyEvent", type="keyDown", **given, **({"text": text} if text else {}))
        self.tell("Input.dispatchKeyEvent", type="keyUp", **given)

    def drag(self, begin: tuple[float, float], end: tuple[float, float]) -> None:
        """Press the mouse at one point of the window, move it to another, and let go."""
        for kind, (x, y) in (("mousePressed", begin), ("mouseMoved", end), ("mouseReleased", end)):
            held = {"button": "left", "buttons": 1, "clickCount": 1}
            self.tell("Input.dispatchMouseEvent", type=kind, x=x, y=y, **held)

    def picture(self, file: Path) -> None:
        """A picture of the window, for people."""
        data = self.tell("Page.captureScreenshot", format="png")["data"]
        file.write_bytes(base64.b64decode(data))
