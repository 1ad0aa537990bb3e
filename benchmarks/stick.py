"""Make a USB stick, start from it where there is no network, and time the first page.

Run ``python benchmarks/stick.py [STICK]`` on Linux. Without STICK, one is made for the running Python by
``start.py stick`` (this needs a network). Then ``start.py`` of the stick runs twice in a network namespace
that has only the loopback, with an empty home and a dropped page cache. Exits with 1 when the first page
takes longer than 90 s, or when anything but this computer can be reached.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET_SECONDS, PORT, PATIENCE = 90.0, 8765, 600
USB_2 = 25_000_000  # bytes a second that a plain stick gives


def make_stick(folder: Path) -> None:
    """Make a stick for the running Python and tell what it took."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    clock = time.monotonic()
    subprocess.run(
        [sys.executable, str(ROOT / "start.py"), "stick", str(folder), "--for", version], check=True
    )
    print(f"made in {time.monotonic() - clock:.0f} s, {megabytes(folder):.0f} MB")


def megabytes(folder: Path) -> float:
    """Add up a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def drop_from_memory(folder: Path) -> None:
    """Make the next reading come from the disk, as from a stick that was plugged in just now."""
    os.sync()
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb") as content:
                os.posix_fadvise(content.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def first_page(stick: Path, home: Path) -> float:
    """Start from the stick as a person does and give the seconds until the first page is there."""
    env = {"HOME": str(home), "PATH": os.defpath, "LANG": "C.UTF-8"}
    command = [sys.executable, "start.py", "--no-browser", "--port", str(PORT)]
    clock = time.monotonic()
    with subprocess.Popen(command, cwd=stick, env=env, stdout=subprocess.DEVNULL) as process:
        try:
            while time.monotonic() - clock < PATIENCE and process.poll() is None:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=PATIENCE) as page:
                        if b'lang="vi"' in page.read():
                            return time.monotonic() - clock
                except OSError:
                    time.sleep(0.05)
            raise SystemExit(f"no page after {time.monotonic() - clock:.0f} s, status {process.poll()}")
        finally:
            process.terminate()
            process.wait(60)


def reachable(address: str) -> bool:
    """Tell whether a packet has a way to an address; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((address, 53))
        except OSError:
            return False
    return True


def inside(stick: Path) -> int:
    """Measure, in the namespace without a network."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    outside = [address for address in ("192.0.2.1", "10.0.0.1", "8.8.8.8") if reachable(address)]
    with tempfile.TemporaryDirectory() as home:
        drop_from_memory(stick)
        first = first_page(stick, Path(home))
        installed = megabytes(Path(home))
        second = first_page(stick, Path(home))
    print(json.dumps({"first": first, "second": second, "installed_mb": installed, "reached": outside}))
    return 0


def wheel_megabytes(stick: Path) -> float:
    """Estimate what a start on Linux reads: the wheels that are not for Windows."""
    return sum(f.stat().st_size for f in (stick / "wheels").glob("*.whl") if "win_amd64" not in f.name) / 1e6


def measure(stick: Path) -> int:
    """Run the measurement without a network and compare with the target."""
    command = ["unshare", "--map-root-user", "--net", sys.executable, __file__, "--inside", str(stick)]
    said = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1])
    read = wheel_megabytes(stick)
    print(f"reached beside this computer: {', '.join(said['reached']) or 'nothing'}")
    print(f"installed on the computer's disk: {said['installed_mb']:.0f} MB")
    print(f"first page, first start:  {said['first']:5.1f} s   (target {TARGET_SECONDS:.0f} s)")
    print(f"first page, second start: {said['second']:5.1f} s")
    print(f"{read:.0f} MB of wheels are read: a stick of 25 MB/s adds about {read * 1e6 / USB_2:.0f} s")
    return int(said["first"] > TARGET_SECONDS or bool(said["reached"]))


def main() -> int:
    """Make or take the stick, and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stick", nargs="?", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return inside(options.stick)
    if not shutil.which("unshare") or not shutil.which("ip"):
        print("unshare and ip are needed to take the network away")
        return 2
    if options.stick:
        return measure(options.stick.resolve())
    with tempfile.TemporaryDirectory() as place:
        stick = Path(place) / "Bà Sáu – nước mắm 40°"
        make_stick(stick)
        return measure(stick)


if __name__ == "__main__":
    sys.exit(main())
