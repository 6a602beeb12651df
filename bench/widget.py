"""How soon the chat widget can be used in a page, and how much is sent for it.

The demo shop of the whole service, in a fresh Chromium each time so that nothing is in a cache.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.processes import BenchError, ended, environment, free_port, say, start, until_ready
from bench.table import align
from bot.settings import Settings

if TYPE_CHECKING:
    from playwright.async_api import Browser, Request

__all__ = ["measure_widget"]

LOADS, FEW = 30, 5
LOADED_SECONDS = 30.0
# Usable: the launcher takes part in the layout and a click opens the panel, looked at each frame.
WATCH = """
window.usable = new Promise((resolve) => {
  const look = () => {
    const launcher = document.querySelector("recall-chat")?.shadowRoot?.querySelector(".launcher");
    if (launcher?.getClientRects().length) resolve(window.usableAt = performance.now());
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
"""
TIMES = """
() => {
  const [page] = performance.getEntriesByType("navigation");
  return {
    after_first_byte: window.usableAt - page.responseStart,
    after_load: window.usableAt - page.loadEventEnd,
  };
}
"""


async def measure_widget(folder: Path, quick: bool) -> tuple[dict[str, dict[str, Any]], str]:
    """The figures by name, and a table of them. Raises BenchError."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise BenchError("chromium is not installed: apt-get install chromium")
    door = f"http://127.0.0.1:{free_port()}"
    env = environment(
        RECALL_PORT=door.rpartition(":")[2],
        RECALL_DATA_DIR=str(folder / "widget"),
        RECALL_MODELS_DIR=str(Settings.from_env().models_dir),
        RECALL_SECRET_KEY=uuid.uuid4().hex,
        RECALL_PHOTO_CHECK="off",
    )
    log = folder / "widget.log"
    child = start(["-c", "from bot.cli import main; main(['run', '--demo'])"], log, env)
    with ended(child):
        await until_ready(door, log)
        loads = await _loads(chromium, f"{door}/", FEW if quick else LOADS)
    figures: dict[str, Any] = {"bytes": loads[-1]["bytes"], "files": loads[-1]["files"]}
    lines = [[f"{len(loads)} loads of the shop page, nothing cached", "median", "longest"]]
    for key, name in (
        ("after_load", "launcher usable after the load event"),
        ("after_first_byte", "launcher usable after the page's first byte"),
    ):
        times = [load[key] for load in loads]
        figures[key] = {"median": statistics.median(times), "most": max(times)}
        lines.append([name, f"{statistics.median(times):.0f} ms", f"{max(times):.0f} ms"])
    sent = f"{figures['bytes']:,} bytes in {figures['files']} files are sent for it"
    return {"usable": figures}, f"{align(lines)}\n({sent}; a time below 0 is before the load event)"


async def _loads(chromium: str, url: str, count: int) -> list[dict[str, float]]:
    from playwright.async_api import async_playwright

    loads = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        try:
            for number in range(count):
                say(f"widget: load {number + 1} of {count}")
                loads.append(await _load(browser, url))
        finally:
            await browser.close()
    # The first one also starts the browser's processes.
    return loads[1:]


async def _load(browser: Browser, url: str) -> dict[str, float]:
    """One load of the page by a browser that has nothing of it yet."""
    context = await browser.new_context()
    page = await context.new_page()
    # The page itself is not told how large another origin's files are.
    files: list[Request] = []
    # Not the bound method itself: Playwright marks what it is given.
    page.on("requestfinished", lambda request: files.append(request))
    await page.add_init_script(WATCH)
    await page.goto(url, wait_until="load")
    # Playwright's own waiting is forbidden by the page's policy: it evaluates text.
    await asyncio.wait_for(page.evaluate("window.usable"), LOADED_SECONDS)
    sent = [(await file.sizes())["responseBodySize"] for file in files if "/widget/" in file.url]
    times: dict[str, float] = await page.evaluate(TIMES)
    await context.close()
    return {**times, "bytes": sum(sent), "files": len(sent)}
