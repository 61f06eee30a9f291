//! A picture in several, for a page that is not high enough for it: the same question, legend and source, fewer rows.

use super::{Chart, EffectGroup, Form, FunnelGroup, StackGroup, WorkloadGroup};

/// A picture may be divided into so many.
const MOST: usize = 12;

impl Chart {
    /// The picture in as few as fit, numbered in their titles; itself where it fits, or cannot be divided.
    ///
    /// * `fits` – whether a picture is low enough
    pub(crate) fn in_parts(&self, fits: impl Fn(&Chart) -> bool) -> Vec<Chart> {
        if fits(self) {
            return vec![self.clone()];
        }
        let divided = (2..=MOST).map_while(|parts| self.divided(parts));
        let mut last = None;
        for parts in divided {
            if parts.iter().all(&fits) {
                return parts;
            }
            last = Some(parts);
        }
        last.unwrap_or_else(|| vec![self.clone()])
    }

    /// In so many parts of about as many rows each; `None` where there are not so many rows.
    fn divided(&self, parts: usize) -> Option<Vec<Chart>> {
        let forms = match &self.form {
            Form::Spread(form) => {
                pieces(&form.rows, parts, |rows| Form::Spread(super::Spread { rows: rows.to_vec(), ..form.clone() }))
            }
            Form::Panels(form) => pieces(&form.panels, parts, |panels| {
                Form::Panels(super::Panels { panels: panels.to_vec(), ..form.clone() })
            }),
            Form::Effects(form) => {
                let with = |group: &EffectGroup, rows: &[_]| EffectGroup { rows: rows.to_vec(), ..group.clone() };
                let rows: Vec<_> = flat(&form.groups, |group| &group.rows);
                pieces(&rows, parts, |rows| {
                    Form::Effects(super::Effects { groups: grouped(&form.groups, rows, with), ..form.clone() })
                })
            }
            Form::Stacks(form) => {
                let with = |group: &StackGroup, rows: &[_]| StackGroup { rows: rows.to_vec(), ..group.clone() };
                let rows: Vec<_> = flat(&form.groups, |group| &group.rows);
                pieces(&rows, parts, |rows| {
                    Form::Stacks(super::Stacks { groups: grouped(&form.groups, rows, with), ..form.clone() })
                })
            }
            Form::Funnel(form) => {
                let with = |group: &FunnelGroup, rows: &[_]| FunnelGroup { rows: rows.to_vec(), ..group.clone() };
                let rows: Vec<_> = flat(&form.groups, |group| &group.rows);
                pieces(&rows, parts, |rows| {
                    Form::Funnel(super::Funnel { groups: grouped(&form.groups, rows, with), ..form.clone() })
                })
            }
            Form::Curves(form) => pieces(&form.panels, parts, |panels| {
                Form::Curves(super::Curves { panels: panels.to_vec(), ..form.clone() })
            }),
            Form::Workload(form) => {
                let with = |group: &WorkloadGroup, rows: &[_]| WorkloadGroup { rows: rows.to_vec(), ..group.clone() };
                let rows: Vec<_> = flat(&form.groups, |group| &group.rows);
                pieces(&rows, parts, |rows| {
                    Form::Workload(super::Workload { groups: grouped(&form.groups, rows, with), ..form.clone() })
                })
            }
            Form::Map(_) | Form::Ranks(_) | Form::Sankey(_) => None,
        }?;
        let part = |(number, form): (usize, Form)| Chart {
            name: format!("{}-{}", self.name, number + 1),
            title: format!("{} ({}/{})", self.title, number + 1, parts),
            form,
            ..self.clone()
        };
        Some(forms.into_iter().enumerate().map(part).collect())
    }
}

/// The rows of all groups, each with the number of its group.
fn flat<G, R: Clone>(groups: &[G], rows: impl Fn(&G) -> &Vec<R>) -> Vec<(usize, R)> {
    groups
        .iter()
        .enumerate()
        .flat_map(|(place, group)| rows(group).iter().map(move |row| (place, row.clone())))
        .collect()
}

/// Back in their groups.
fn grouped<G, R: Clone>(groups: &[G], rows: &[(usize, R)], with: impl Fn(&G, &[R]) -> G) -> Vec<G> {
    let of = |place: usize| rows.iter().filter(|(at, _)| *at == place).map(|(_, row)| row.clone()).collect::<Vec<R>>();
    let each = groups.iter().enumerate().map(|(place, group)| (group, of(place)));
    each.filter(|(_, rows)| !rows.is_empty()).map(|(group, rows)| with(group, &rows)).collect()
}

fn pieces<R>(rows: &[R], parts: usize, form: impl Fn(&[R]) -> Form) -> Option<Vec<Form>> {
    (rows.len() >= parts * 2).then(|| {
        let from = |part: usize| part * rows.len() / parts;
        (0..parts).map(|part| form(&rows[from(part)..from(part + 1)])).collect()
    })
}
