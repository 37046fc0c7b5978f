"""Several apps behind the proxy of `deploy/haproxy.cfg`, as a school runs them, on this machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.browser.find_browser import find_proxy
from tests.browser.served import ROOT, Server, free_port, serve, wait_for_health

COOKIE = "slopewise_app"
_SERVERS = 3


@dataclass(frozen=True)
class Machines:
    """Apps and what stands before them.

    Attributes:
        proxy: Where people go.
        apps: The apps by what the proxy's cookie calls them.
    """

    proxy: Server
    apps: dict[str, Server]

    def metric(self, name: str) -> int:
        """Return a number that Streamlit counts, of all apps together."""
        return sum(_metric(app, name) for app in self.apps.values())


def _metric(app: Server, name: str) -> int:
    # Only what is asked for: to measure the memory of all caches takes Streamlit long.
    family = name.partition("{")[0].removesuffix("_total").strip()
    with urlopen(f"{app.url}_stcore/metrics?families={family}", timeout=60) as answer:
        lines = answer.read().decode().splitlines()
    return sum(int(float(line.rpartition(" ")[2])) for line in lines if line.startswith(name))


@contextmanager
def proxied(folder: Path, count: int = _SERVERS) -> Iterator[Machines]:
    """Start apps and the proxy, wait until they answer, end them whatever happens.

    Args:
        folder: Where their output goes.
        count: How many apps, at most three; the proxy finds nobody at the places of the others.
    """
    program = find_proxy()
    assert program, "HAProxy is not there: install it, or run tests/browser/find_browser.py --install"
    with ExitStack() as stack:
        apps = {f"app{i}": stack.enter_context(serve(folder / f"app{i}.log")) for i in range(1, count + 1)}
        listen = f"127.0.0.1:{free_port()}"
        places = [app.url.split("/")[2] for app in apps.values()]
        # Where nobody listens: the discard port.
        places += ["127.0.0.1:9"] * (_SERVERS - count)
        where = {"LISTEN": listen, **{f"APP_{i}": place for i, place in enumerate(places, 1)}}
        log = folder / "proxy.log"
        output = stack.enter_context(log.open("wb"))
        process = subprocess.Popen(
            [program, "-db", "-f", str(ROOT / "deploy" / "haproxy.cfg")],
            env={**os.environ, **where}, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        stack.callback(process.wait)
        stack.callback(process.kill)
        proxy = Server(f"http://{listen}/", log, process.pid)
        wait_for_health(process, proxy.url, log)
        yield Machines(proxy, apps)
