"""The workflows that publish, and the commands that the guide to publishing names."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.mkdocs_project import REPOSITORY

GITHUB = REPOSITORY / ".github" / "workflows"
GITLAB = REPOSITORY / ".gitlab-ci.yml"
GUIDE = REPOSITORY / "docs" / "about" / "publish.md"
TARGETS = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE))

_PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(GITHUB.iterdir()), ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit(path: Path) -> None:
    uses = [line.strip(" -") for line in path.read_text("utf-8").splitlines() if "uses:" in line]

    assert uses
    assert [line for line in uses if not _PINNED.fullmatch(line)] == []


def test_no_job_may_more_than_it_needs() -> None:
    workflow = read(GITHUB / "pages.yml")

    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "build": {"contents": "read", "pages": "read"},
        "publish": {"pages": "write", "id-token": "write"},
    }
    checkout = workflow["jobs"]["build"]["steps"][0]
    assert checkout["with"] == {"persist-credentials": False}


def test_they_run_what_a_desk_runs() -> None:
    steps = read(GITHUB / "pages.yml")["jobs"]["build"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    gitlab = read(GITLAB)

    assert commands == ["make test", "make site"]
    assert [step["env"]["SITE_URL"] for step in steps if step.get("run") == "make site"] == [
        "${{ steps.pages.outputs.base_url }}/"
    ]
    assert gitlab["test"]["script"] == ["make test"]
    assert gitlab["pages"]["script"][0] == 'make site SITE_URL="$CI_PAGES_URL/"'
    assert gitlab["pages"]["artifacts"] == {"paths": ["public"]}
    assert gitlab["stages"].index(gitlab["test"]["stage"]) < gitlab["stages"].index(
        gitlab["pages"]["stage"]
    )
    assert {"test", "site"} <= TARGETS


def commands_of_the_guide() -> list[str]:
    blocks = re.findall(r"^```\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("command", [c for c in commands_of_the_guide() if c.startswith("make ")])
def test_make_knows_what_the_guide_says(command: str) -> None:
    said = subprocess.run(
        [*command.split(), "--dry-run"],
        cwd=REPOSITORY,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert "-m handbook server" in said.stdout


def test_the_guide_names_files_that_the_package_has() -> None:
    text = "\n".join(commands_of_the_guide())
    named = re.findall(r"/srv/handbook/nginx/([\w.-]+)", text)

    assert named == ["handbook.conf"]
    package = {path.name for path in (REPOSITORY / "deploy" / "nginx").iterdir()}
    assert set(named) <= package
    assert "-C /srv" in text, "the configuration expects it there"
    for path in (REPOSITORY / "deploy" / "nginx").iterdir():
        included = re.findall(
            r"include /srv/handbook/nginx/([\w.-]+);", path.read_text(encoding="utf-8")
        )
        assert set(included) <= {*package, "policy.conf"}, path.name
