"""Which Chromium and which driver this machine has, if any."""

import shutil

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
IS_READY = CHROMIUM is not None and DRIVER is not None
