"""Set up Merchant Helper inside its own folder, start it and open it in the browser.

    python3 start.py [--port N] [--data DIR] [--no-browser] [--setup-only]
    python3 start.py test [--setup-only] [-- ARGUMENTS FOR PYTEST]
    python3 start.py stick DIR [--python ZIP] [--for VERSION]

Standard library only, because it runs before anything is installed; one file, because it is the one thing a
person has to find; nothing newer than Python 3.6 in its syntax, so that an old Python reads far enough to
say in one sentence which Python is needed. These three together are why it is longer than other modules.
"""

# ruff: noqa: UP006, UP035, UP045 - the newer spellings end an old Python before it has said its sentence

import argparse
import hashlib
import http.client
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unicodedata
import urllib.request
import webbrowser
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Callable, Dict, Iterator, List, Optional, Set

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STICK: Any = None  # what takes the place of the network, when this file lies on a USB stick
WINDOWS = os.name == "nt"
ROOM_NEEDED = 1500000000  # bytes: 870 MB installed, the rest while packages are unpacked
LOCKS = {"run": "requirements.lock", "test": "tests/requirements.lock"}  # the second holds all of the first
IMPORTS = "import PIL.Image, flask, numpy, pydantic_core, sqlalchemy, waitress, merchant_helper.cli"

# What the tools write when something fails; what to do about it. The first match wins.
# fmt: off
FAILURES = (
    (r"No space left on device|not enough space|os error (28|112)\b|WinError 112|[Qq]uota exceeded",
     "Ổ đĩa đã đầy: xóa bớt cho trống ít nhất 1,5 GB rồi chạy lại.",
     "The disk is full: free at least 1.5 GB and start again."),
    (r"DO NOT MATCH THE HASHES|[Hh]ash mismatch",
     "Một gói tải về không đúng bản đã khóa (tải hỏng hoặc bị thay): đổi mạng khác rồi chạy lại.",
     "A downloaded package is not the locked one (damaged or exchanged): try another network."),
    (r"DLL load failed",
     "Windows còn thiếu Microsoft Visual C++: cài vc_redist.x64.exe từ https://aka.ms/vc14 rồi chạy lại.",
     "The Microsoft Visual C++ runtime is missing: install vc_redist.x64.exe from https://aka.ms/vc14."),
    (r"ensurepip is not available|No module named '?(ensurepip|venv)",
     "Python này thiếu phần venv: chạy «sudo apt install python3-venv» rồi chạy lại.",
     "This Python lacks venv: run 'sudo apt install python3-venv' and start again."),
    (r"WinError (3|206)\b|name or extension is too long|[Ll]ong [Pp]ath|File name too long",
     "Đường dẫn thư mục dài quá: chuyển thư mục này ra ngoài, ví dụ C:\\MerchantHelper, rồi chạy lại.",
     "The folder's path is too long: move the folder, for example to C:\\MerchantHelper."),
    (r"WinError 32\b|used by another process|os error 32\b|Text file busy",
     "Phần mềm đang mở ở một cửa sổ khác: đóng cửa sổ đó rồi chạy lại.",
     "The program is open in another window: close that window and start again."),
    (r"CERTIFICATE_VERIFY_FAILED|invalid peer certificate",
     "Kết nối không an toàn: xem lại ngày giờ của máy tính này và trang đăng nhập Wi-Fi rồi chạy lại.",
     "The connection is not safe: check this computer's date and the Wi-Fi log-in page."),
    (r"name resolution|getaddrinfo|Failed to establish|[Cc]onnection (refused|reset|aborted)|dns error"
     r"|Network is unreachable|error sending request|[Tt]imed? ?out|ProxyError|RemoteDisconnected",
     "Chưa có mạng: lần đầu cần Internet để tải khoảng 300 MB. Nối mạng rồi chạy lại.",
     "No network: the first start downloads about 300 MB. Connect and start again."),
    (r"No matching distribution|No solution found|no wheels? (with|for)|not a supported wheel",
     "Máy tính này chưa có gói cài sẵn: cần Windows, macOS (chip Apple) hoặc Linux 64-bit.",
     "No ready packages for this computer: 64-bit Windows, macOS on Apple chips or Linux is needed."),
    (r"Permission denied|Access is denied|WinError 5\b|os error (5|13)\b|Read-only file system",
     "Không ghi được vào thư mục này: chuyển thư mục sang chỗ ghi được, ví dụ Documents, rồi chạy lại.",
     "This folder cannot be written: move it to one that can, for example Documents."),
)
# fmt: on


class Stop(Exception):
    """End the program with one sentence in Vietnamese and in English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en, self.in_log = vi, en, False


class Terminated(KeyboardInterrupt):
    """Tell a request to end that reached only this process, not its child."""


def printable(text: str, encoding: Optional[str]) -> str:
    """Keep the text if the console can show all of it, else write it in letters without marks."""
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        for letter, plain in (("đ", "d"), ("Đ", "D"), ("–", "-"), ("…", "..."), ("«", "'"), ("»", "'")):
            text = text.replace(letter, plain)
        return unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode("ascii")
    return text


def say(vi: str, en: str = "", red: bool = False) -> None:
    """Print a sentence and, indented under it, its English."""
    text = printable(f"{vi}\n      {en}" if en else vi, sys.stdout.encoding)
    colour = red and (sys.stdout.isatty() or os.environ.get("FORCE_COLOR") or os.environ.get("CI"))
    print(f"\033[31m{text}\033[0m" if colour else text, flush=True)


def explained(output: str) -> Optional[Stop]:
    """Find the sentence for what a tool wrote, or None when it is something new."""
    return next((Stop(vi, en) for pattern, vi, en in FAILURES if re.search(pattern, output)), None)


def clean_environment(**more: str) -> Dict[str, str]:
    """Give the environment less what leads into another Python; onnxruntime must not report to its makers."""
    astray = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}
    kept = {name: value for name, value in os.environ.items() if name.upper() not in astray}
    return dict(kept, ORT_DISABLE_TELEMETRY="1", **more)


def runs(command: List[str]) -> bool:
    """Tell whether a small command ends well."""
    nul = subprocess.DEVNULL
    try:
        return subprocess.run(command, stdin=nul, stdout=nul, stderr=nul, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def run_logged(command: List[str], on_line: Callable[[str], None] = lambda line: None) -> str:
    """Run a command and give all it said, which also goes to the log; raise Stop when it fails."""
    env = clean_environment(PYTHONIOENCODING="utf-8", UV_NO_PROGRESS="1", DEBIAN_FRONTEND="noninteractive")
    said = []
    with log_path().open("a", encoding="utf-8", errors="replace") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        log.flush()
        child = subprocess.Popen(
            command, cwd=str(ROOT), env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
        )  # fmt: skip
        with child:
            try:
                for line in child.stdout or ():
                    said.append(line)
                    log.write(line)
                    on_line(line)
            except BaseException:
                finish(child, patience=2)
                raise
    if child.returncode != 0:
        name = " ".join(Path(part).name for part in command[:4])
        stop = explained("".join(said)) or Stop(f"Chưa xong ({name}).", f"This step failed ({name}).")
        stop.in_log = True
        raise stop
    return "".join(said)


def finish(child: "subprocess.Popen[str]", patience: float) -> None:
    """Give a child some seconds to end by itself, then ask it, then end it."""
    for end in (child.terminate, child.kill):
        try:
            child.wait(patience)
            return
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            end()
            patience = 10
    child.wait()


def python() -> str:
    """Give the path of the Python inside .venv."""
    usual = VENV / "Scripts" / "python.exe" if WINDOWS else VENV / "bin" / "python"
    return str(STICK.python(WINDOWS) if STICK else usual)


def log_path() -> Path:
    """Give the file that keeps what the tools said."""
    return VENV / "start.log"


def needed(kind: str) -> Set[str]:
    """Describe what an environment must have been made from: the lock file of this kind of run."""
    return {f"{LOCKS[kind]} {hashlib.sha256((ROOT / LOCKS[kind]).read_bytes()).hexdigest()}"}


def python_fits() -> bool:
    """Tell whether .venv has a Python that runs and is of the version that runs this file."""
    return runs([python(), "-c", f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"])


def made_from() -> Set[str]:
    """Read what the last finished set-up was made from; nothing when it was stopped on the way."""
    try:
        return set((VENV / "start.done").read_text("utf-8").splitlines())
    except (OSError, ValueError):
        return set()


def mark_done(facts: Set[str]) -> None:
    """Keep what this set-up was made from, whole or not at all."""
    draft = VENV / "start.part"
    draft.write_text("\n".join(sorted(facts)), "utf-8")
    draft.replace(VENV / "start.done")


def is_ready(kind: str) -> bool:
    """Tell whether nothing has to be installed for this kind of run."""
    return needed(kind) <= made_from() and python_fits()


def take(file: IO[str]) -> bool:
    """Take the lock on an open file, which ends with the process; False when another holds it."""
    try:
        if WINDOWS:
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def only_one() -> Iterator[None]:
    """Let one set-up at a time work in this folder: a second double click waits for the first."""
    with (VENV / "start.lock").open("a+") as file:
        if not take(file):
            say("Đang cài ở một cửa sổ khác, chờ chút…", "Another window is installing, waiting…")
            while not take(file):
                time.sleep(0.5)
        yield


def set_up(kind: str) -> None:
    """Make .venv and install the locked packages, unless that is done already."""
    if not is_ready(kind):
        stopped = (VENV / "start.lock").exists() and not made_from()
        VENV.mkdir(parents=True, exist_ok=True)
        with only_one():
            if not is_ready(kind):
                log_path().write_text(f"{sys.version}\n{platform.platform()}\n", "utf-8")
                try:
                    install(kind, anew=stopped)
                finally:
                    if STICK:
                        STICK.clear()
    elif STICK:
        write_launchers()  # a stick has another drive letter today
    if "onnxruntime" not in made_from():
        check_engine()


def install(kind: str, anew: bool) -> None:
    """Do the three steps of the set-up; a stop in between is seen by the missing start.done."""
    if made_from():
        (VENV / "start.done").unlink()
    uv = STICK.uv() if STICK else shutil.which("uv")
    uv = uv if uv and runs([uv, "--version"]) else None
    say(f"[1/3] Tạo môi trường Python riêng trong {VENV}", "Make a private Python environment")
    if anew or not python_fits():
        make_venv(uv)
    vi = "Cài các gói từ USB, không cần mạng" if STICK else "Tải và cài các gói"
    say(f"[2/3] {vi} (lần đầu mất vài phút)", "Install packages (takes minutes the first time)")
    install_packages(uv, ROOT / LOCKS[kind])
    say("[3/3] Chạy thử", "Try it")
    write_launchers()
    run_logged([python(), "-P", "-c", IMPORTS])
    mark_done(needed("run") | needed(kind))


def make_venv(uv: Optional[str]) -> None:
    """Make an empty environment in place of whatever was left there."""
    for item in VENV.iterdir():
        if item.is_dir() and not item.is_symlink():
            shutil.rmtree(str(item))
        elif item.name not in ("start.lock", "start.log"):
            item.unlink()
    if shutil.disk_usage(str(VENV)).free < ROOM_NEEDED:
        raise OSError("No space left on device")
    base = getattr(sys, "_base_executable", None) or sys.executable  # this may run inside another environment
    if STICK and STICK.copy_python():
        return
    if uv:
        run_logged([uv, "venv", "--quiet", "--no-project", "--allow-existing", "--python", base, str(VENV)])
    else:
        run_logged([base, "-m", "venv", *(["--without-pip"] if STICK else []), str(VENV)])


def install_packages(uv: Optional[str], lock_file: Path) -> None:
    """Install exactly the locked packages, by uv if it is there and by pip otherwise; never build any."""
    tool = [uv or "", "pip", "install", "--python", python()]
    if not uv:
        pip = [python(), *(STICK.pip if STICK else ["-m", "pip"])]
        tool = [*pip, "install", "--progress-bar=off", "--disable-pip-version-check"]
        if not runs([*pip, "--version"]):
            run_logged([python(), "-m", "ensurepip"])
    total = len(set(re.findall(r"(?m)^([\w.-]+)==", lock_file.read_text("utf-8"))))
    seen = []  # type: List[str]

    def show(line: str) -> None:
        found = re.match(r"(?:Collecting|Processing|Downloading) (?:\S*[\\/])?([\w.]+)", line)
        if found and sys.stdout.isatty():
            seen.append(found.group(1))
            print(f"\r      {len(seen)}/{total} {seen[-1]:<60.60}", end="\r", flush=True)

    run_logged([*tool, "--require-hashes", "--only-binary=:all:", "-r", str(lock_file)], show)


def write_launchers() -> None:
    """Make the package and its command known to .venv, by paths that survive marks, spaces and a move.

    The same as an editable installation, but nothing has to be fetched or built for it.
    """
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run_logged([python(), "-c", ask]).strip())
    line = STICK.path_line if STICK else os.path.relpath(str(ROOT), str(packages)) + "\n"
    (packages / "merchant-helper.pth").write_text(line, "ascii")
    if WINDOWS:
        script = b'@"%~dp0python.exe" -P -m merchant_helper %*\r\n'
        Path(python()).with_name("merchant-helper.cmd").write_bytes(script)
        return
    script = b'#!/bin/sh\nhere=$(dirname -- "$(readlink -f -- "$0")")\n'
    program = Path(python()).with_name("merchant-helper")
    program.write_bytes(script + b'exec "$here/python" -P -m merchant_helper "$@"\n')
    program.chmod(0o755)


def check_engine() -> None:
    """Try the library that runs cut-out models; without it the program works, with the simple cut-out."""
    try:
        run_logged([python(), "-P", "-c", "import onnxruntime"])
        mark_done(made_from() | {"onnxruntime"})
    except Stop as problem:
        say(f"Chỉ tách nền kiểu đơn giản được. {problem.vi}", f"Simple cut-out only. {problem.en}", red=True)


def prepare_data(folder: Path) -> None:
    """Make the data folder and write into it once."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=str(folder)) as probe:
            probe.write(b"." * 65536)
    except OSError as error:
        raise Stop(
            f"Không ghi được vào thư mục dữ liệu {folder} ({error.strerror}): chọn chỗ khác bằng --data.",
            f"The data folder {folder} cannot be written ({error.strerror}): choose another with --data.",
        ) from error


def free_port(wanted: int) -> int:
    """Find the first free port from the wanted one on, and say when it is another."""
    for port in range(wanted, min(wanted + 100, 65536)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if not WINDOWS:  # else a port closed a moment ago counts as taken
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            if port != wanted:
                say(f"Cổng {wanted} đang bận, dùng cổng {port}.", f"Port {wanted} is taken, using {port}.")
            return port
    raise Stop(f"Không còn cổng trống từ {wanted}: thử --port 9000.", f"No port is free from {wanted} on.")


def answers(address: str) -> bool:
    """Tell whether Merchant Helper answers at this address; no proxy is asked."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address.rstrip('/')}/healthz", timeout=2) as reply:
            return bool(json.loads(reply.read(1000).decode("utf-8")) == {"status": "ok"})
    except (OSError, ValueError, http.client.HTTPException):
        return False


def open_browser(address: str) -> None:
    """Open the browser where there is a screen."""
    screen = WINDOWS or sys.platform == "darwin" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    if screen or os.environ.get("BROWSER"):
        webbrowser.open(address)


def accompany(
    command: List[str], meanwhile: Callable[["subprocess.Popen[str]"], None] = lambda child: None
) -> int:
    """Run a child that speaks to the same console, and end together with it."""
    child = subprocess.Popen(command, env=clean_environment(), universal_newlines=True)
    try:
        meanwhile(child)
        return child.wait()
    except KeyboardInterrupt as stopped:
        finish(child, patience=0 if isinstance(stopped, Terminated) else 10)
        return 130


def serve(port: int, data: Path, browser: bool) -> int:
    """Run the web application, which says itself where it is and why it ends, until Ctrl+C is pressed."""
    address = f"http://127.0.0.1:{port}"
    command = [python(), "-P", "-m", "merchant_helper", "serve", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--data", str(data)]

    def open_when_ready(child: "subprocess.Popen[str]") -> None:
        while browser and child.poll() is None:
            if answers(address):
                return open_browser(address)
            time.sleep(0.1)

    code = accompany(command, open_when_ready)
    first = running_elsewhere(data) if code == 3 else None
    if first:
        if browser:
            open_browser(first)
        return 0
    if code == 1 or code < 0 or code > 130:  # no status of ours: it ended before it could speak
        vi = f"Phần mềm dừng lại với mã {code}: nếu cứ vậy, xóa thư mục {VENV} rồi chạy lại."
        say(vi, f"The program ended with {code}: if it does so again, delete {VENV} and start.", red=True)
    return code


def running_elsewhere(data: Path) -> Optional[str]:
    """Give the address of the program that holds the data folder, if it answers."""
    try:
        address = (data / "address.txt").read_text("utf-8").strip()
    except (OSError, ValueError):
        return None
    return address if re.match(r"http://[\w.:\[\]-]+/?$", address) and answers(address) else None


def check_python() -> None:
    """Stop on a Python that the packages do not know."""
    bits = 64 if sys.maxsize > 2**32 else 32
    have = f"{sys.version_info[0]}.{sys.version_info[1]}, {bits}-bit"
    if not (3, 11) <= sys.version_info[:2] < (3, 15) or bits == 32:
        raise Stop(
            f"Cần Python 3.11 đến 3.14 bản 64-bit, ở đây là {have}: cài thêm từ https://www.python.org.",
            f"Python 3.11 to 3.14 (64-bit) is needed, this is {have}: install one from python.org.",
        )


def default_data() -> Path:
    """Give the data folder: beside this file if there is one or on a stick, else this system's place."""
    if STICK or (ROOT / "data").is_dir():
        return ROOT / "data"
    if WINDOWS:
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "MerchantHelper"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "merchant-helper"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "merchant-helper"


def read_options(arguments: List[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="start.py", description="Cài và mở Merchant Helper.")
    verbs = "test: chạy bài thử; stick DIR [--python ZIP] [--for 3.12]: làm USB chạy không cần mạng"
    parser.add_argument("verb", nargs="?", choices=["run", "test", "stick"], default="run", help=verbs)
    parser.add_argument("--port", type=int, default=8000, help="cổng đầu tiên được thử (8000)")
    parser.add_argument("--data", type=Path, help="thư mục dữ liệu")
    parser.add_argument("--no-browser", action="store_true", help="không mở trình duyệt")
    parser.add_argument("--setup-only", action="store_true", help="chỉ cài, không chạy")
    options, options.rest = parser.parse_known_args(arguments)
    if options.rest and options.verb != "stick":
        parser.error("? " + " ".join(options.rest))
    if not 1 <= options.port <= 65535:
        parser.error("--port: 1..65535")
    data = options.data or os.environ.get("MERCHANT_HELPER_DATA") or default_data()
    options.data = Path(data).expanduser().absolute()
    return options


def find_stick() -> None:
    """Let a USB stick take the place of the network, if this file lies on one."""
    global STICK, VENV, FAILURES
    if (ROOT / "stick.json").is_file():
        sys.path.insert(0, str(ROOT))  # an embeddable Python does not look beside the file it runs
        from merchant_helper.stick import offline

        STICK = offline.open_stick(ROOT, Stop)
        VENV, FAILURES = STICK.place, STICK.failures() + FAILURES
        os.environ.update(STICK.settings())


def perform(options: argparse.Namespace, for_pytest: List[str]) -> int:
    """Set up, then do what was asked."""
    if STICK and options.verb != "run":
        raise Stop(
            "Đây là USB: muốn thêm một USB thì chép cả thư mục này sang, không cần lệnh.",
            "This is a stick: copy the whole folder to have another; tests run in a checkout.",
        )
    set_up("test" if options.verb == "test" else "run")
    if options.verb == "run":
        prepare_data(options.data)
    if options.setup_only:
        say("Xong, đã cài đủ.", "Done, everything is installed.")
        return 0
    if options.verb == "stick":
        models = ["--models", str(options.data / "models")]
        return accompany([python(), "-P", "-m", "merchant_helper.stick", *models, *options.rest])
    if options.verb == "test":
        return accompany([python(), str(ROOT / "tests" / "run.py"), *for_pytest])
    return serve(free_port(options.port), options.data, not options.no_browser)


def terminate(number: int, frame: object) -> None:
    """Turn the signal to end into the same way out as Ctrl+C."""
    raise Terminated


def main(arguments: List[str]) -> int:
    """Do what was asked; every failure is one sentence and, where there is one, the log that tells more."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # no letter that a console lacks may end the program
            stream.reconfigure(errors="replace")
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    try:
        check_python()
        find_stick()
        signal.signal(signal.SIGTERM, terminate)
        return perform(read_options(arguments[:cut]), arguments[cut + 1 :])
    except KeyboardInterrupt:
        say("Đã dừng. Lần sau sẽ làm tiếp.", "Stopped. The next start goes on.")
        return 130
    except OSError as error:
        problem = explained(str(error)) or Stop(f"Không làm được: {error}", f"Failed: {error}")
    except Stop as stop:
        problem = stop
    say(problem.vi, problem.en, red=True)
    if problem.in_log:
        say(f"      Chi tiết / details: {log_path()}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
