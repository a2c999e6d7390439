"""What we tell of Lighthouse's report."""

from __future__ import annotations

from benchmarks.lighthouse import Fault, Report, read_report, table, told

FOUND = {
    "lighthouseVersion": "12.8.2",
    "categories": {
        "performance": {
            "score": 0.985,
            "auditRefs": [{"id": "lcp", "weight": 25, "group": "metrics", "acronym": "LCP"}],
        },
        "accessibility": {
            "score": 0.95,
            "auditRefs": [{"id": "contrast", "weight": 7}, {"id": "names", "weight": 3}],
        },
        "best-practices": {"score": 1, "auditRefs": [{"id": "hint", "weight": 0}]},
        "seo": {"score": None, "auditRefs": [{"id": "robots", "weight": 1}]},
    },
    "audits": {
        "lcp": {"id": "lcp", "title": "LCP", "score": 0.4, "displayValue": "2.6 s"},
        "contrast": {
            "id": "contrast",
            "title": "Contrast",
            "score": 0,
            "details": {"items": [{"node": {"selector": f"p.a{n}"}} for n in range(5)]},
        },
        "names": {"id": "names", "title": "Names", "score": None},
        "hint": {"id": "hint", "title": "Hint", "score": 0},
        "robots": {"id": "robots", "title": "Robots", "score": 0, "explanation": "not there"},
    },
}


def test_faults_are_what_weighs_and_does_not_pass() -> None:
    assert read_report(FOUND) == Report(
        {"performance": 98, "accessibility": 95, "best-practices": 100, "seo": 0},
        {"LCP": "2.6 s"},
        (
            Fault("contrast", "Contrast", "p.a0；p.a1；p.a2；另有 2 处"),
            Fault("robots", "Robots", "not there"),
        ),
        "12.8.2",
    )


def test_the_median_is_shown_and_the_faults_told() -> None:
    report = read_report(FOUND)
    slow = Report(report.scores | {"performance": 60}, report.metrics, (), report.version)
    measured = {"index.html": [slow, report, report]}

    assert table(measured).splitlines()[2] == "| 首页 | 98 | 95 | 100 | 0 |"
    assert told(measured).splitlines()[0] == "index.html: LCP 2.6 s"
    assert told(measured).splitlines()[2] == "  robots: Robots（not there）"
