"""Be the smallest program that start.py can start: it answers /healthz, or finds its folder taken."""

from __future__ import annotations

import argparse
import http.server
import sys
from pathlib import Path


class Health(http.server.BaseHTTPRequestHandler):
    """Answer every request as /healthz does."""

    def do_GET(self) -> None:
        """Say that all is well."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"status":"ok"}')

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


def main() -> None:
    """Serve until interrupted; a folder that holds ``taken`` is held by another program, ``broken`` fails."""
    parser = argparse.ArgumentParser()
    parser.add_argument("verb", choices=["serve"])
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    if (options.data / "taken").exists():
        sys.stdout.write("busy\n")
        sys.exit(3)
    if (options.data / "broken").exists():
        sys.exit(1)
    (options.data / "argv.txt").write_text("\n".join(sys.argv[1:]), "utf-8")
    server = http.server.ThreadingHTTPServer((options.host, options.port), Health)
    sys.stdout.write(f"running: http://{options.host}:{options.port}\n")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(130)
