//! Texts about a run before it starts.

use sim_core::lang::Lang;

use super::with_number;
use crate::number::fixed;

/// In what a team's people are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StaffUnit {
    /// Full-time equivalents.
    Fte,
    /// People who are on duty whenever the team is open.
    Workers,
    /// People on duty, averaged over all hours.
    OnDuty,
}

/// A team that gets more work than it can do.
pub(crate) struct Overload<'t> {
    /// Name on screen.
    pub(crate) team: &'t str,
    /// Unit of the numbers.
    pub(crate) staff: StaffUnit,
    /// How many there are.
    pub(crate) present: f64,
    /// How many would just be enough, with an endless queue.
    pub(crate) needed: f64,
    /// How many would be busy 90 % of their time.
    pub(crate) comfortable: f64,
    /// Whether residents leave its queue.
    pub(crate) leave: bool,
    /// Whether earlier queues may let less work through.
    pub(crate) upper_bound: bool,
}

impl Overload<'_> {
    /// The warning.
    pub(crate) fn text(&self, lang: Lang) -> String {
        let decimals = if self.needed < 10.0 { 2 } else { 1 };
        let number = |value: f64| fixed(value, decimals, lang);
        let (needed, present) = (
            number(self.needed),
            match self.staff {
                StaffUnit::Workers if self.present.fract() == 0.0 => fixed(self.present, 0, lang),
                _ => number(self.present),
            },
        );
        let comfortable = match self.staff {
            StaffUnit::Workers => fixed(self.comfortable.ceil(), 0, lang),
            _ => number(self.comfortable),
        };
        let unit = match self.staff {
            StaffUnit::Fte => "fte",
            StaffUnit::Workers => lang.pick("workers", "medewerkers"),
            StaffUnit::OnDuty => lang.pick("people on duty at all hours", "mensen in dienst op alle uren"),
        };
        let team = self.team;
        let brings = match (self.upper_bound, lang) {
            (false, Lang::En) => format!("residents bring work for {needed} {unit}, and the team has {present}"),
            (false, Lang::Nl) => format!("inwoners brengen werk voor {needed} {unit}, en het team heeft er {present}"),
            (true, Lang::En) => {
                format!(
                    "if everybody came through, residents would bring work for {needed} {unit}, and the team has {present}"
                )
            }
            (true, Lang::Nl) => {
                format!(
                    "als iedereen tot hier kwam, brachten inwoners werk voor {needed} {unit}, en het team heeft er {present}"
                )
            }
        };
        let so = match (self.leave, lang) {
            (true, Lang::En) => "the queue grows until enough residents leave it or find it full",
            (true, Lang::Nl) => "de rij groeit tot genoeg inwoners afhaken of geen plaats vinden",
            (false, Lang::En) => "the queue grows for as long as this lasts",
            (false, Lang::Nl) => "de rij groeit zolang dit duurt",
        };
        lang.pick(
            format!("{team}: {brings}: {so}; with {comfortable} {unit} they would be busy 90 % of the time or less"),
            format!("{team}: {brings}: {so}; met {comfortable} {unit} zijn zij hoogstens 90 % van de tijd bezig"),
        )
    }
}

/// A team without people.
pub(crate) fn nobody_on_duty(lang: Lang, team: &str) -> String {
    lang.pick(
        format!("{team}: residents bring work, but nobody is on duty during the whole horizon"),
        format!("{team}: inwoners brengen werk, maar er is de hele periode niemand in dienst"),
    )
}

/// How large a run will be.
pub(crate) fn size(lang: Lang, events: f64, replications: u32, seconds: f64, at_most: bool) -> String {
    let (events, time) = (rounded(events, lang), duration(seconds, lang));
    let (en, nl) = if at_most { ("at most ", "hoogstens ") } else { ("", "") };
    let on = with_number(
        lang,
        lang.pick("{} [replication|replications]", "{} [herhaling|herhalingen]"),
        replications.into(),
    );
    lang.pick(
        format!("about {events} events per replication, {time} for {en}{on} on one core"),
        format!("ongeveer {events} gebeurtenissen per herhaling, {time} voor {nl}{on} op één rekenkern"),
    )
}

/// A run with more events than can be simulated.
pub(crate) fn too_many_events(
    lang: Lang,
    each: f64,
    replications: u32,
    residents: f64,
    most: f64,
    all_together: bool,
) -> String {
    let (events, all) = (rounded(each, lang), rounded(each * f64::from(replications), lang));
    let (residents, most) = (rounded(residents, lang), rounded(most, lang));
    if all_together {
        return lang.pick(
            format!("the run would have about {all} events ({replications} replications of {events}, with {residents} residents each), and at most {most} can be simulated; reduce the arrivals, `horizon`, `warm_up` or `replications`"),
            format!("de berekening zou ongeveer {all} gebeurtenissen hebben ({replications} herhalingen van {events}, met elk {residents} inwoners), en hoogstens {most} kunnen worden doorgerekend; verlaag de aanmeldingen, `horizon`, `warm_up` of `replications`"),
        );
    }
    lang.pick(
        format!("one replication would have about {events} events, of {residents} residents, and at most {most} can be simulated; reduce the arrivals, `horizon` or `warm_up`"),
        format!("één herhaling zou ongeveer {events} gebeurtenissen hebben, van {residents} inwoners, en hoogstens {most} kunnen worden doorgerekend; verlaag de aanmeldingen, `horizon` of `warm_up`"),
    )
}

/// More residents at once than can be simulated.
pub(crate) fn too_many_residents(lang: Lang, present: f64, arrivals: f64, most: f64) -> String {
    let (present, most) = (rounded(present, lang), rounded(most, lang));
    let arrivals = fixed(arrivals, 1, lang);
    lang.pick(
        format!("about {present} residents would be in the chain at a time ({arrivals} come per day), and at most {most} can be simulated; reduce the arrivals, or the times they stay"),
        format!("er zouden ongeveer {present} inwoners tegelijk in de keten zijn ({arrivals} per dag erbij), en hoogstens {most} kunnen worden doorgerekend; verlaag de aanmeldingen, of de tijd dat zij blijven"),
    )
}

/// A large number to two or three digits.
fn rounded(value: f64, lang: Lang) -> String {
    if !value.is_finite() || value >= 1e15 {
        return lang.pick("more than 1e15", "meer dan 1e15").to_owned();
    }
    let step = 10_f64.powf((value.max(1.0).log10().floor() - 2.0).max(0.0));
    fixed((value / step).round() * step, 0, lang)
}

/// A running time, roughly.
fn duration(seconds: f64, lang: Lang) -> String {
    let about = lang.pick("about", "ongeveer");
    if seconds < 1.0 {
        lang.pick("less than a second", "minder dan een seconde").to_owned()
    } else if seconds < 90.0 {
        format!("{about} {seconds:.0} s")
    } else if seconds < 5400.0 {
        format!("{about} {:.0} {}", seconds / 60.0, lang.pick("minutes", "minuten"))
    } else {
        format!("{about} {:.0} {}", seconds / 3600.0, lang.pick("hours", "uur"))
    }
}
