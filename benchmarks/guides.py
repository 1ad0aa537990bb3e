"""Time the guides: every page as the server makes it, and a search over all cards.

Run ``python benchmarks/guides.py``. It opens every page of the guides, without a shop and below one, again
and again, and searches with and without marks. What is over its budget is timed again, up to three times: the
computer may have been busy with something else. Exits with 1 when a budget is broken: 20 ms at the median of
every page, 50 ms at the median of every search; or when there are no cards to time.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "photos")]

from web.house import running  # noqa: E402
from web.page_reader import Client  # noqa: E402
from web.wizard.walk import Walk  # noqa: E402

from merchant_helper.guides.compare import choosing  # noqa: E402
from merchant_helper.guides.load import bundled, load  # noqa: E402
from merchant_helper.guides.model import Guides  # noqa: E402
from merchant_helper.guides.search import index  # noqa: E402
from merchant_helper.web.guide_pages import EXTENSION  # noqa: E402

PAGE_MS, SEARCH_MS, ROUNDS, LOOKS, SLOWEST = 20.0, 50.0, 9, 4, 8
SEARCHES = (
    *("thuế", "thue", "mã vuông", "ma vuong", "phí rút tiền về ngân hàng", "phi rut tien ve ngan hang"),
    *("vietqr", "a", "tax", "không có trong thẻ nào", "đ đ đ đ đ đ đ đ đ đ đ đ"),
)


def pages(guides: Guides) -> Iterator[str]:
    """Give the address of every page of the guides."""
    yield from ("", "/calendar", "/calendar.ics", "/glossary", "/compare", "/compare/ask", "/?q=thue")
    yield from (f"/topics/{topic}" for topic in guides.topics)
    ways = "&".join(f"way={card.key}" for card in guides.ways()[:3])
    yield f"/compare?{ways}"
    answers = next(choosing().every_answer())
    yield "/compare/ask?" + "&".join(f"{key}={value}" for key, value in answers.items())
    for key, card in guides.cards.items():
        yield f"/{key}"
        yield from (f"/{key}/steps/{n}" for n in range(1, len(card.file.steps) + 1))


def within(budget: float, work: Callable[[], object]) -> float:
    """Time one thing until it keeps its budget, a few times at most; give the best of the medians."""
    best = float("inf")
    for _look in range(LOOKS):
        best = min(best, median_ms(work))
        if best <= budget:
            break
    return best


def median_ms(work: Callable[[], object]) -> float:
    """Time one thing again and again."""
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def time_pages(guides: Guides) -> dict[str, float]:
    """Time every page, at the laptop and below a shop."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as app:
        app.extensions[EXTENSION] = lambda: guides
        client = Client(app.test_client())
        walk = Walk(client)
        walk.new_shop()
        for path in pages(guides):
            for name, start in (("", "/guides"), ("shop", f"{walk.shop}/guides")):
                url = (start + path).replace("/guides/?", "/guides?")
                status = client.raw.get(url).status_code
                if status != 200:
                    raise SystemExit(f"{url}: {status}")
                found[f"{name}/guides{path}"] = within(PAGE_MS, lambda url=url: client.raw.get(url))
    return found


def main() -> int:
    """Print the slowest pages and every search; say which budget is broken."""
    guides = load(Path(sys.argv[1])) if len(sys.argv) > 1 else bundled()
    if not guides.cards:
        print("no cards to time")
        return 1
    start = time.perf_counter()
    known = index(guides)
    print(f"{len(guides.cards)} cards; index made in {(time.perf_counter() - start) * 1000:.0f} ms")
    timed = time_pages(guides)
    slowest = sorted(timed.items(), key=lambda one: -one[1])
    print(f"{len(timed)} pages, median of all {statistics.median(timed.values()):.1f} ms; the slowest:")
    for name, ms in slowest[:SLOWEST]:
        print(f"{name:<60}{ms:>8.1f} ms")
    searches = {query: within(SEARCH_MS, lambda query=query: known.find(query, "vi")) for query in SEARCHES}
    for query, ms in searches.items():
        print(f"search {query:<53}{ms:>8.2f} ms")
    broken = [name for name, ms in timed.items() if ms > PAGE_MS]
    broken += [query for query, ms in searches.items() if ms > SEARCH_MS]
    if broken:
        print("over a budget:", ", ".join(broken))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
