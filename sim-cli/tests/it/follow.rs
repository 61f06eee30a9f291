//! `keten follow`: the story of one resident.

use crate::tools::{NEIGHBOURHOOD, TUTORIAL, expect, printed, refused};

#[test]
fn stories_are_as_expected() {
    for lang in ["en", "nl"] {
        let story = printed(&["follow", TUTORIAL, "--resident", "1500", "--lang", lang]);
        expect(&format!("follow-tutorial-{lang}.txt"), &story);
        for resident in ["29", "293", "311"] {
            let story = printed(&["follow", NEIGHBOURHOOD, "--resident", resident, "--lang", lang]);
            expect(&format!("follow-neighbourhood-{resident}-{lang}.txt"), &story);
        }
    }
}

#[test]
fn another_replication_or_seed_is_another_story() {
    let story = |more: &[&str]| printed(&[&["follow", NEIGHBOURHOOD, "--resident", "9"], more].concat());
    assert_eq!(story(&[]), story(&["--replication", "1", "--seed", "7"]));
    assert_ne!(story(&[]), story(&["--replication", "2"]));
    assert_ne!(story(&[]), story(&["--seed", "8"]));
}

/// A surge adds residents from a layer with numbers of its own; counting goes by arrival all the same.
#[test]
fn residents_of_a_stream_are_counted_in_the_order_of_arrival() {
    let arrivals: Vec<String> = (60..80)
        .map(|resident| {
            let resident = resident.to_string();
            let story = printed(&["follow", NEIGHBOURHOOD, "--stream", "desk", "--resident", &resident]);
            let arrivals = story.matches("arrives by Loket \"De Brug\"").count();
            assert_eq!(arrivals, 1, "one resident, not two: {story}");
            story.lines().nth(3).expect("an arrival").to_owned()
        })
        .collect();
    let dates: Vec<i64> = arrivals.iter().map(|line| moment(line)).collect();
    assert!(dates.windows(2).all(|pair| pair[0] <= pair[1]), "{arrivals:#?}");
}

/// A number that grows with the moment at the beginning of a line such as `Mon 4 Jan 2027 09:30`.
fn moment(line: &str) -> i64 {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |text: &str| text.parse::<i64>().expect("a number");
    let month = MONTHS.iter().position(|month| *month == words[2]).expect("a month") as i64;
    let (hour, minute) = words[4].split_once(':').expect("a time");
    (((number(words[3]) * 12 + month) * 31 + number(words[1])) * 24 + number(hour)) * 60 + number(minute)
}

#[test]
fn who_is_not_there_is_refused_with_what_is() {
    let said = refused(&["follow", NEIGHBOURHOOD, "--stream", "post", "--resident", "1"], 2);
    assert_eq!(said, "error: --stream post: no such stream of arrivals; known: `desk`, `signals`\n");
    let said = refused(&["follow", NEIGHBOURHOOD, "--stream", "signals", "--resident", "9000", "--lang", "nl"], 2);
    let expected = format!("fout: {NEIGHBOURHOOD}: --resident 9000: in deze herhaling komen ");
    assert!(said.starts_with(&expected) && said.contains(" via `signals`; kies 1 tot en met "), "{said}");
    refused(&["follow", NEIGHBOURHOOD, "--resident", "0"], 2);
    refused(&["follow", NEIGHBOURHOOD], 2);
}
