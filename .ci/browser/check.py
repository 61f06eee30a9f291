#!/usr/bin/env python3
"""Opens an HTML file that the program wrote in a browser and checks what a reader needs.

    check.py FILE [--axe axe.min.js] [--shots FOLDER]

No requests, no errors, no sideways scrolling; every chart, tip and number; keyboard, language switch, print, scripts off.
"""

import argparse
import base64
import pathlib
import re
import sys
import time

from chromium import Chromium

failures = []


def check(holds, claim, found=""):
    """Tells whether a claim holds."""
    print(("ok    " if holds else "FAILS ") + claim + ("" if holds else f": {found}"))
    if not holds:
        failures.append(claim)


def alone(browser):
    """The file asks for nothing and reports nothing."""
    asked = [event["params"]["request"]["url"] for event in browser.events if event["method"] == "Network.requestWillBeSent"]
    asked = [address for address in asked if not address.startswith("data:")]
    check(len(asked) == 1 and asked[0].startswith("file:"), "nothing is asked of a network", asked)
    said = [event["params"] for event in browser.events if event["method"] in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")]
    check(not said, "no message in the console", said)


def fits(browser, width, lang):
    """No sideways scrolling, and text in charts that can be read."""
    wide = browser.run("""(() => {
        const wide = document.documentElement.scrollWidth;
        const past = [...document.querySelectorAll('.document:not([hidden]) *')].filter(one => !one.closest('.plot, .table')
            && one.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(one).position !== 'absolute');
        return { wide, past: past.slice(0, 5).map(one => one.outerHTML.slice(0, 120)) };
    })()""")
    check(wide["wide"] <= width and not wide["past"], f"{lang}, {width} wide: no sideways scrolling", wide)
    small = browser.run("""Math.min(...[...document.querySelectorAll('.document:not([hidden]) svg text')].map(one =>
        parseFloat(getComputedStyle(one).fontSize) * one.ownerSVGElement.getBoundingClientRect().width / one.ownerSVGElement.viewBox.baseVal.width))""")
    check(small is None or small >= 9.5, f"{lang}, {width} wide: letters in charts of at least 9.5 points", small)


def tips(browser, lang):
    """What a mark says is what the table beneath says, and carries the same value."""
    charts = browser.run("document.querySelectorAll('.document:not([hidden]) .plot').length")
    check(charts > 0, f"{lang}: there are charts", charts)
    known = browser.run("""[...document.querySelectorAll('.document:not([hidden]) figure')].map(figure =>
        [...figure.querySelectorAll('.numbers :is(data, td)')].map(one => [one.getAttribute('value') || '', one.textContent]))""")
    for chart in range(charts):
        find = f"document.querySelectorAll('.document:not([hidden]) .plot')[{chart}]"
        marks = browser.run(f"{find}.querySelectorAll('.mark').length")
        valued = browser.run(f"{find}.querySelectorAll('.mark[data-value]').length")
        told = sum(1 for value, _ in known[chart] if value)
        check(marks > 0 and valued == told, f"{lang}, chart {chart + 1}: its {valued} marks with a value stand in its table", told)
        for mark in sorted({0, marks // 3, marks // 2, marks - 1}):
            place = browser.run(f"""(() => {{
                const mark = {find}.querySelectorAll('.mark')[{mark}];
                mark.scrollIntoView({{ block: 'center', inline: 'center' }});
                const box = mark.getBoundingClientRect();
                for (const [x, y] of [[.5, .5], [.5, .15], [.15, .5], [.85, .5], [.5, .85], [.5, .02], [.02, .5]]) {{
                    const at = [Math.round(box.left + box.width * x), Math.round(box.top + box.height * y)];
                    const hit = document.elementFromPoint(...at);
                    if (hit && hit.closest('.mark') === mark) return [...at, mark.dataset.value || ''];
                }}
                return null;
            }})()""")
            if place is None:
                # Wholly behind other marks, such as a bar behind the dot of the mean; the keys reach it.
                continue
            # A page that scrolls takes the tip away, and tells so a frame later.
            browser.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))")
            browser.point(1, 1)
            browser.point(place[0], place[1])
            said = browser.run(f"{find}.parentElement.querySelector('.tip b')?.textContent")
            check([place[2], said] in known[chart], f"{lang}, chart {chart + 1}, mark {mark + 1}: the tip says {said}", place)
            outside = browser.run(f"""(() => {{ const box = {find}.parentElement.querySelector('.tip').getBoundingClientRect();
                return box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight; }})()""")
            check(not outside, f"{lang}, chart {chart + 1}, mark {mark + 1}: the tip lies within the window")


def keyboard(browser, lang):
    """Everything is reached with Tab, in order, with a focus that is seen; the arrows walk along a chart."""
    # Tab begins at the top, wherever the focus was.
    browser.run("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); scrollTo(0, 0)")
    wanted = browser.run("""[...document.querySelectorAll('.document:not([hidden]) :is(a[href], button, input, summary, [tabindex="0"])')]
        .filter(one => one.checkVisibility()).length""")
    reached, unseen = 0, []
    for _ in range(wanted):
        browser.key("Tab")
        about = browser.run("""(() => { const one = document.activeElement, look = getComputedStyle(one);
            return [one.tagName, one.className, look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2]; })()""")
        if about[0] != "BODY":
            reached += 1
        if not about[2]:
            unseen.append(about)
        if about[1] == "plot" and reached and "walked" not in keyboard.__dict__.setdefault(lang, []):
            keyboard.__dict__[lang].append("walked")
            walked = []
            for key in ["ArrowRight", "ArrowRight", "ArrowLeft", "End", "Home", "ArrowDown"]:
                browser.key(key)
                walked.append(browser.run("document.activeElement.parentElement.querySelector('.tip').textContent"))
            check(walked[0] == walked[2] == walked[4] and walked[0] != walked[1] and all(walked), f"{lang}: the arrows walk along a chart", walked)
            ring = browser.run("document.activeElement.querySelectorAll('.ring').length")
            check(ring == 1, f"{lang}: the mark at which they are is ringed", ring)
            browser.key("Escape")
            check(browser.run("document.activeElement.parentElement.querySelector('.tip').textContent") == "", f"{lang}: Escape takes the tip away")
    check(reached == wanted, f"{lang}: Tab reaches all {wanted}", reached)
    check(not unseen, f"{lang}: the focus is seen", unseen)


def played(browser, lang):
    """A run is played over the map only when asked: the date goes on, the slider and the keys move it, and it is told which run it is."""
    player = "document.querySelector('.document:not([hidden]) .player')"
    if not browser.run(f"!!{player}"):
        check(browser.run("!document.getElementById('journeys')"), f"{lang}: a run that is kept can be played")
        return
    date = f"{player}.querySelector('.date').textContent"
    told = browser.run(f"{player}.getAttribute('aria-label')")
    check(re.search(r"\b1 (of|van) \d+", told), f"{lang}: it is told which run of how many is played", told)
    browser.run(f"{player}.scrollIntoView(); 0")
    at_first = browser.run(date)
    time.sleep(0.4)
    check(browser.run(date) == at_first, f"{lang}: nothing moves until it is asked for", at_first)
    press = f"{player}.querySelector('button').click(); {player}.querySelector('button').textContent"
    pause = browser.run(press)
    time.sleep(1.5)
    play = browser.run(press)
    later = browser.run(date)
    check(later != at_first and play != pause, f"{lang}: it plays and pauses", [at_first, later, play, pause])
    time.sleep(0.4)
    check(browser.run(date) == later, f"{lang}: it stands still after a pause", later)
    browser.run(f"{player}.querySelector('input').focus(); 0")
    browser.key("End")
    last = browser.run(date)
    check(last != later and browser.run(f"{player}.querySelector('input').getAttribute('aria-valuetext')") == last, f"{lang}: the keys move the slider, which tells the date", last)
    browser.run(f"(() => {{ const one = {player}.querySelector('input'); one.value = one.max / 2; one.dispatchEvent(new Event('input')); }})()")
    time.sleep(0.2)
    drawn = browser.run("""(() => { const one = document.querySelector('.document:not([hidden]) .dots');
        const seen = one.getContext('2d').getImageData(0, 0, one.width, one.height).data; let number = 0;
        for (let at = 3; at < seen.length; at += 4) number += seen[at] > 0; return number; })()""")
    check(drawn > 100, f"{lang}: residents are drawn as dots", drawn)
    browser.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    before = browser.run(date)
    browser.run(press)
    time.sleep(0.5)
    check(browser.run(date) == before, f"{lang}: with less motion asked for it goes in steps", before)
    time.sleep(1.5)
    check(browser.run(date) != before, f"{lang}: and goes on", before)
    browser.run(press)
    browser.ask("Emulation.setEmulatedMedia", features=[])


def accessible(browser, axe, lang, width):
    """axe-core finds nothing, with everything opened."""
    if not browser.run("typeof axe === 'object'"):
        browser.run(axe + "; 0")
    found = browser.run("""(async () => {
        document.querySelectorAll('.document:not([hidden]) details').forEach(one => one.open = true);
        const result = await axe.run(document, { resultTypes: ['violations'] });
        return result.violations.map(one => one.id + ' (' + one.nodes.length + '): ' + one.nodes[0].html.slice(0, 200) + ' ' + one.nodes[0].failureSummary);
    })()""")
    check(not found, f"{lang}, {width} wide: axe-core finds nothing", "\n   ".join(found))
    browser.run("document.querySelectorAll('details').forEach(one => one.open = false)")


def languages(browser):
    """The language that is shown, after a press on the switch where there is one."""
    return browser.run("""(() => {
        const button = document.querySelector('.document:not([hidden]) .switch');
        if (!button) return null;
        const sections = document.querySelectorAll('.document:not([hidden]) section');
        sections[sections.length - 1].scrollIntoView();
        const from = [...document.querySelectorAll('.document:not([hidden]) section')].filter(one => one.getBoundingClientRect().top < 120).length;
        const title = document.title;
        button.click();
        const shown = document.querySelectorAll('.document:not([hidden])');
        const to = [...shown[0].querySelectorAll('section')].filter(one => one.getBoundingClientRect().top < 120).length;
        return { shown: shown.length, lang: shown[0].lang, html: document.documentElement.lang, to: button.dataset.to,
            titled: document.title === shown[0].dataset.title && document.title !== '', same_place: from === to };
    })()""")


def save(browser, folder, name, **how):
    """Keeps a picture for people to look at."""
    if folder:
        data = browser.ask("Page.captureScreenshot", captureBeyondViewport=True, **how)["data"]
        (folder / f"{name}.png").write_bytes(base64.b64decode(data))


def on_paper(browser, folder, lang):
    """A4, whole, and without what only works on a screen."""
    pdf = base64.b64decode(browser.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True, generateTaggedPDF=True)["data"])
    sizes = {tuple(round(float(one)) for one in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf)}
    check(sizes == {(0, 0, 595, 842)}, f"{lang}: the print is on A4", sizes)
    browser.ask("Emulation.setEmulatedMedia", media="print")
    left = browser.run("[...document.querySelectorAll('.document:not([hidden]) :is(nav, .switch, .skip, .player, .dots, summary)')].filter(one => one.checkVisibility()).length")
    check(left == 0, f"{lang}: no contents or buttons in the print", left)
    browser.ask("Emulation.setEmulatedMedia", media="")
    if folder:
        (folder / f"print-{lang}.pdf").write_bytes(pdf)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file", type=pathlib.Path)
    arguments.add_argument("--axe", type=pathlib.Path, help="axe.min.js of axe-core; without it that check is left out")
    arguments.add_argument("--shots", type=pathlib.Path, help="folder for pictures and prints")
    asked = arguments.parse_args()
    address = asked.file.resolve().as_uri()
    axe = asked.axe.read_text() if asked.axe else None
    if asked.shots:
        asked.shots.mkdir(parents=True, exist_ok=True)
    browser = Chromium()
    try:
        browser.width(1200)
        browser.open(address)
        alone(browser)
        first = browser.run("document.documentElement.lang")
        number = browser.run("document.querySelectorAll('.document').length")
        for turn in range(number):
            lang = browser.run("document.documentElement.lang")
            for width in [1200, 360, 768]:
                browser.width(width)
                fits(browser, width, lang)
                if axe:
                    accessible(browser, axe, lang, width)
                browser.run("scrollTo(0, 0)")
                save(browser, asked.shots, f"{lang}-{width}")
            browser.width(1200)
            tips(browser, lang)
            browser.width(360, 700)
            tips(browser, lang)
            browser.width(1200)
            keyboard(browser, lang)
            played(browser, lang)
            on_paper(browser, asked.shots, lang)
            if turn + 1 < number:
                now = languages(browser)
                check(now == {"shown": 1, "lang": now["to"], "html": now["to"], "to": now["to"], "titled": True, "same_place": True}, "the switch shows the other language, at the same place", now)
        alone(browser)
        browser.ask("Emulation.setScriptExecutionDisabled", value=True)
        browser.open(address)
        seen = browser.run("""(() => { const shown = [...document.querySelectorAll('.document')].filter(one => one.checkVisibility());
            return [shown.length, shown[0].lang, shown[0].querySelectorAll('svg .mark > title').length === shown[0].querySelectorAll('svg .mark').length,
                [...document.querySelectorAll('.switch, .player, .dots')].filter(one => one.checkVisibility()).length,
                [...shown[0].querySelectorAll('.play')].every(one => one.checkVisibility() && one.textContent.trim() !== '')]; })()""")
        check(seen == [1, first, True, 0, True], "with scripts off the first language is there, marks say what they are, and no button does nothing", seen)
        save(browser, asked.shots, "scripts-off")
    finally:
        browser.close()
    print(f"{len(failures)} failed")
    sys.exit(1 if failures else 0)


main()
