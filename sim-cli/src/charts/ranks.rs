//! Which bottleneck comes first, and how that changes when the first is taken away.

use sim_core::experiment::{Candidate, Fate, Ranked, Round};
use sim_core::lang::Lang;
use sim_report::chart::{Chart, Form, RankLook, RankPlace, RankRound, Ranks};
use sim_report::document::Figure;

use crate::commands::bottlenecks::Ranking;
use crate::output::bottlenecks::{Answer, days_less, plain};
use crate::text::bottlenecks as answers;
use crate::text::ranks as words;

/// Most places of a round, and most rounds.
const MOST_PLACES: usize = 6;
const MOST_ROUNDS: usize = 6;

/// The picture; `None` where nothing was ranked.
pub(super) fn chart(ranking: &Ranking, lang: Lang) -> Option<Chart> {
    let answer = Answer { ranking, lang };
    let mut known: Vec<String> = Vec::new();
    let found = &ranking.found;
    let shown = found.rounds.iter().take(MOST_ROUNDS).enumerate();
    let rounds: Vec<RankRound> =
        shown.map(|(number, round)| of_round(&answer, number + 1, round, &mut known)).collect();
    let places = || rounds.iter().flat_map(|round| &round.places);
    places().next()?;
    let all = [RankLook::Applied, RankLook::Helps, RankLook::Unsure];
    let looks = all.into_iter().filter(|look| places().any(|place| place.look == *look));
    let looks = looks.map(|look| (look, words::look(lang, look).to_owned())).collect();
    let goes_on = |pair: &[RankRound], place: &RankPlace| pair[1].places.iter().any(|next| next.id == place.id);
    let leaves = rounds
        .windows(2)
        .any(|pair| pair[0].places.iter().any(|place| place.look != RankLook::Applied && !goes_on(pair, place)));
    let is_intervention = |ranked: &Ranked| matches!(ranked.candidate, Candidate::Intervention(_));
    let of_library = found.rounds.iter().flat_map(|round| &round.ranking).any(is_intervention);
    let mut notes = Vec::new();
    if let Some(brought) = found.rounds.iter().filter_map(|round| round.brought.as_ref()).next_back()
        && rounds.len() > 1
    {
        let (effect, wait) = (answer.gain(brought.effect_so_far), days_less(brought.wait_so_far, lang));
        notes.push(answers::so_far(lang, &effect, &wait).trim().to_owned());
    }
    notes.push(words::note(lang).to_owned());
    Some(Chart {
        name: "ranks".to_owned(),
        title: words::title(lang, rounds.len() > 1, of_library).to_owned(),
        subtitle: String::new(),
        description: words::description(lang).to_owned(),
        form: Form::Ranks(Ranks {
            rounds,
            effect: words::effect(lang, &answer.objective()),
            looks,
            left: leaves.then(|| words::left(lang).to_owned()),
        }),
        notes,
        footer: String::new(),
        lang,
    })
}

fn of_round(answer: &Answer<'_>, number: usize, round: &Round, known: &mut Vec<String>) -> RankRound {
    let lang = answer.lang;
    let applied = round.brought.as_ref().map(|brought| brought.id.as_str());
    let is_shown = |ranked: &&Ranked| ranked.fate == Fate::Won || Some(ranked.candidate.id()) == applied;
    let places = round.ranking.iter().filter(is_shown).take(MOST_PLACES).map(|ranked| {
        let name = ranked.candidate.id();
        let id = known.iter().position(|one| one == name).unwrap_or_else(|| {
            known.push(name.to_owned());
            known.len() - 1
        });
        RankPlace {
            id,
            label: answer.name(&ranked.candidate),
            rank: ranked.rank,
            look: match ranked.helps {
                _ if Some(name) == applied => RankLook::Applied,
                true => RankLook::Helps,
                false => RankLook::Unsure,
            },
            effect: ranked.effect.map(|effect| {
                let mut values = vec![("effect", effect.value)];
                values.extend(
                    effect.interval.into_iter().flat_map(|(low, high)| [("effect_lower", low), ("effect_upper", high)]),
                );
                Figure {
                    shown: answer.gain(Some(effect)),
                    from: values.iter().map(|(column, _)| format!("ranks.csv:{number}:{name}:{column}")).collect(),
                    values: values.into_iter().map(|(_, value)| value).collect(),
                }
            }),
        }
    });
    let places: Vec<RankPlace> = places.collect();
    let mut facts = vec![answer.value(round.objective), words::waits(lang, &plain(round.wait, lang))];
    facts.extend(places.is_empty().then(|| words::nothing(lang).to_owned()));
    RankRound { head: words::round(lang, number), facts, places }
}
