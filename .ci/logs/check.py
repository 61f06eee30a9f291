#!/usr/bin/env python3
"""Writes the log of a scenario in every form, and counts what other libraries read of it.

    check.py KETEN SCENARIO --work DIR

What KETEN says on its last line must be what pm4py and the Rust crate process_mining (as r4pm) find: cases, events, objects, relations.
Where a reader drops something, both numbers are shown and the check fails. The process in BPMN must be read with all its tasks.
Needs pm4py and r4pm, and pyarrow when KETEN writes Parquet.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import time
import warnings
from xml.etree import ElementTree

import pandas
import pm4py
import r4pm

FORMS = ("xes", "xes.gz", "csv", "jsonocel", "xmlocel", "parquet")


def said(text):
    """The counts on the last line, by name."""
    return {name: int(number) for name, number in re.findall(r"(\w+) (\d+)", text.strip().splitlines()[-1])}


def table(frame):
    frame = pm4py.format_dataframe(
        frame, case_id="case:concept:name", activity_key="concept:name", timestamp_key="time:timestamp"
    )
    return {"cases": frame["case:concept:name"].nunique(), "events": len(frame)}


def object_centric(log):
    residents = log.objects[log.objects["ocel:type"] == "resident"]
    return {"cases": len(residents), "events": len(log.events), "objects": len(log.objects), "relations": len(log.relations)}


def found(path, form):
    if form in ("xes", "xes.gz"):
        return table(pm4py.read_xes(str(path)))
    if form == "csv":
        return table(pandas.read_csv(path, low_memory=False))
    if form == "parquet":
        return table(pandas.read_parquet(path))
    return object_centric(pm4py.read_ocel2_json(str(path)) if form == "jsonocel" else pm4py.read_ocel2_xml(str(path)))


def found_by_rust(path, form):
    """What the crate process_mining reads; None for forms that it does not."""
    if form in ("xes", "xes.gz"):
        frame, *_ = r4pm.df.import_xes(str(path))
        return {"cases": frame["case:concept:name"].n_unique(), "events": len(frame)}
    if form in ("csv", "parquet"):
        return None
    log = r4pm.df.import_ocel(str(path))
    cases = (log["objects"]["ocel:type"] == "resident").sum()
    return {"cases": cases, "events": len(log["events"]), "objects": len(log["objects"]), "relations": len(log["relations"])}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("keten")
    arguments.add_argument("scenario")
    arguments.add_argument("--work", required=True, type=pathlib.Path)
    arguments = arguments.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    warnings.filterwarnings("ignore")
    wrong = 0
    for form in FORMS:
        path = arguments.work / f"log.{form}"
        command = [arguments.keten, "log", arguments.scenario, "-o", path, "--lang", "en", "--set", "horizon=1 year"]
        run = subprocess.run(command, capture_output=True, text=True)
        if form == "parquet" and "built without Parquet" in run.stderr:
            print("parquet: this program was built without it")
            continue
        if run.returncode != 0:
            sys.exit(run.stderr)
        wrote = said(run.stdout)
        for reader, find in (("pm4py", found), ("process_mining", found_by_rust)):
            began = time.monotonic()
            read = find(path, form)
            if read is None:
                continue
            verdict = "as written" if wrote == read else f"DIFFERS, {read}"
            wrong += wrote != read
            print(f"{form}: written {wrote}, {reader} reads it {verdict} ({time.monotonic() - began:.1f} s)")
    path = arguments.work / "chain.bpmn"
    subprocess.run([arguments.keten, "log", arguments.scenario, "-o", path, "--lang", "en"], check=True, capture_output=True)
    process = pm4py.read_bpmn(str(path))
    tasks = [node for node in process.get_nodes() if isinstance(node, pm4py.objects.bpmn.obj.BPMN.Task)]
    written = path.read_text().count("<task ")
    tree = ElementTree.parse(path).getroot()
    process = next(part for part in tree if part.tag.endswith("}process"))
    there = sorted(part.get("id") for part in process)
    drawn = sorted(part.get("bpmnElement") for part in tree.iter() if part.tag.endswith(("}BPMNShape", "}BPMNEdge")))
    print(f"bpmn: written {written} tasks, read {len(tasks)}; {len(there)} elements and flows, {len(drawn)} drawn")
    sys.exit(1 if wrong or written != len(tasks) or not tasks or there != drawn else 0)


if __name__ == "__main__":
    main()
