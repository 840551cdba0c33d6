"""Chromium and Firefox, driven alike: Chromium by Selenium, Firefox by its own Marionette.

Debian ships no geckodriver, and Selenium can't drive Firefox without it.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import time
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CHROMEDRIVER = shutil.which("chromedriver")
FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
CONTROL = "\ue009"
CENTRE = (
    "const found = document.querySelector(arguments[0]);"
    "found?.scrollIntoView({block: 'center', behavior: 'instant'}); return Boolean(found)"
)
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Browser(Protocol):
    """A window. `run` evaluates in the page; `messages` are the page's own in the console."""

    def open(self, page: Path) -> None: ...
    def run(self, script: str, *given: Any) -> Any: ...
    def press(self, *keys: str) -> None: ...
    def paste(self) -> None: ...
    def click(self, selector: str) -> None: ...
    def size(self, width: int, height: int = 900) -> None: ...
    def dark(self, wanted: bool) -> None: ...
    def text_size(self, pixels: int) -> None: ...
    def scripts(self, allowed: bool) -> None: ...
    def pdf(self) -> bytes: ...
    def messages(self) -> list[str]: ...
    def close(self) -> None: ...


def shown(browser: Browser, selector: str) -> list[str]:
    """Return the ids, else the texts, of the elements that take room on the page."""
    return browser.run(
        "return [...document.querySelectorAll(arguments[0])]"
        ".filter((e) => e.getClientRects().length).map((e) => e.id || e.textContent)",
        selector,
    )


def centre(browser: Browser, selector: str) -> None:
    """Scroll to an element at once: a page that still scrolls moves away from a click.

    Waits for it first: an opened card gets its buttons a moment later.
    """
    for _ in range(100):
        if browser.run(CENTRE, selector):
            return
        time.sleep(0.05)
    raise AssertionError(f"the page has no {selector}")


class Chromium:
    """Debian's Chromium and its driver."""

    def __init__(self, downloads: Path) -> None:
        from selenium import webdriver

        os.environ["SE_OFFLINE"] = "true"
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for argument in QUIET:
            options.add_argument(argument)
        options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self._driver = webdriver.Chrome(options, webdriver.ChromeService(CHROMEDRIVER))

    def open(self, page: Path) -> None:
        self._driver.get("about:blank")
        self._driver.get(page.as_uri())

    def run(self, script: str, *given: Any) -> Any:
        return self._driver.execute_script(script, *given)

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self._driver, duration=0).send_keys("".join(keys)).perform()

    def paste(self) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self._driver).key_down(CONTROL).send_keys("v").key_up(CONTROL).perform()

    def click(self, selector: str) -> None:
        centre(self, selector)
        self._driver.find_element("css selector", selector).click()

    def size(self, width: int, height: int = 900) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def dark(self, wanted: bool) -> None:
        scheme = {"name": "prefers-color-scheme", "value": "dark" if wanted else "light"}
        self._driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def text_size(self, pixels: int) -> None:
        sizes = {"standard": pixels, "fixed": pixels}
        self._driver.execute_cdp_cmd("Page.setFontSizes", {"fontSizes": sizes})

    def scripts(self, allowed: bool) -> None:
        self._driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not allowed})

    def accessible(self) -> list[dict[str, Any]]:
        """Return what a screen reader is told, in reading order: role, name and states."""
        self._driver.execute_cdp_cmd("Accessibility.enable", {})
        nodes = self._driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        by_id = {node["nodeId"]: node for node in nodes}
        told, waiting = [], [nodes[0]]
        while waiting:
            node = waiting.pop()
            waiting += [by_id[child] for child in reversed(node.get("childIds", []))]
            if not node["ignored"]:
                states = {one["name"]: one["value"].get("value") for one in node["properties"]}
                name = node.get("name", {}).get("value", "")
                told.append({"role": node["role"]["value"], "name": name, **states})
        return told

    def pdf(self) -> bytes:
        return base64.b64decode(self._driver.print_page())

    def messages(self) -> list[str]:
        return [entry["message"] for entry in self._driver.get_log("browser")]

    def close(self) -> None:
        self._driver.quit()


class Firefox:
    """Firefox, spoken to over its Marionette port."""

    def __init__(self, downloads: Path) -> None:
        from marionette_driver.marionette import Marionette

        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = found.getsockname()[1]
        prefs = {
            "browser.download.folderList": 2,
            "browser.download.dir": str(downloads),
            "browser.download.alwaysOpenPanel": False,
            # Twice on a busy machine a script that had just begun was ended "by timeout", though
            # Marionette sets no time for scripts: only this monitor ends them then.
            "dom.ipc.processHangMonitor": False,
        }
        log = str(downloads / "firefox.log")
        self._driver = Marionette(
            bin=FIREFOX, headless=True, port=port, prefs=prefs, gecko_log=log, verbose=0
        )
        self._driver.start_session()

    def open(self, page: Path) -> None:
        self._chrome("Services.console.reset()")
        self._driver.navigate("about:blank")
        self._driver.navigate(page.as_uri())

    def run(self, script: str, *given: Any) -> Any:
        return self._driver.execute_script(script, script_args=given, sandbox=None)

    def press(self, *keys: str) -> None:
        for key in keys:
            self._driver.actions.sequence("key", "k").key_down(key).key_up(key).perform()

    def paste(self) -> None:
        keys = self._driver.actions.sequence("key", "k")
        keys.key_down(CONTROL).key_down("v").key_up("v").key_up(CONTROL).perform()

    def click(self, selector: str) -> None:
        centre(self, selector)
        self._driver.find_element("css selector", selector).click()

    def size(self, width: int, height: int = 900) -> None:
        self._driver.set_window_rect(width=width, height=height)

    def dark(self, wanted: bool) -> None:
        name = "layout.css.prefers-color-scheme.content-override"
        self._chrome(f"Services.prefs.setIntPref('{name}', {0 if wanted else 1})")

    def text_size(self, pixels: int) -> None:
        self._chrome(f"Services.prefs.setIntPref('font.size.variable.x-western', {pixels})")

    def scripts(self, allowed: bool) -> None:
        setting = "gBrowser.selectedBrowser.browsingContext.allowJavascript"
        self._chrome(f"{setting} = {json.dumps(allowed)}")

    def pdf(self) -> bytes:
        return base64.b64decode(self._driver._send_message("WebDriver:Print", {})["value"])

    def messages(self) -> list[str]:
        found = self._chrome(
            "return Services.console.getMessageArray()"
            ".filter((one) => one instanceof Ci.nsIScriptError && /^file:/.test(one.sourceName))"
            ".map((one) => one.errorMessage)"
        )
        return list(found)

    def close(self) -> None:
        self._driver.quit()

    def _chrome(self, script: str) -> Any:
        with self._driver.using_context("chrome"):
            return self._driver.execute_script(script)


def missing(name: str) -> str:
    """Return why the browser can't be driven here, empty if it can."""
    if name == "firefox":
        try:
            import_module("marionette_driver.marionette")
        except ImportError as error:
            return f"Firefox's driver can't be loaded: {error}"
        return "" if FIREFOX else "Firefox is not installed"
    if not CHROMIUM:
        return "Chromium is not installed"
    return "" if CHROMEDRIVER else "chromedriver is not installed"


def start(name: str, downloads: Path) -> Browser:
    """Start `chromium` or `firefox`; what a page offers for download goes to `downloads`."""
    return Firefox(downloads) if name == "firefox" else Chromium(downloads)
