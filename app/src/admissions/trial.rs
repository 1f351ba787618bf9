//! What an address says of the pools that are tried: `p0` names the first pool and `s0` its size, and so on; another is added by
//! `rule`, `whom`, `name` and `size`. A pool whose size is left empty is taken away.

use domain::admissions::seat_pool::MOST_SEATS;
use domain::admissions::what_if::{Present, Tried};
use domain::typed::Form;
use model::admissions::{PoolGroup, PoolRule};
use model::{Reason, SeatPoolId};

/// What is tried, as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Trial {
    /// Names and sizes; none: the pools as they are.
    named: Vec<(String, String)>,
    pub rule: String,
    pub whom: String,
    pub name: String,
    pub size: String,
}

/// A pool of the trial.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its name in the address.
    pub key: String,
    pub rule: PoolRule,
    pub counted: PoolGroup,
    pub value: String,
    /// As typed.
    pub size: String,
    /// None where it is taken away, or its size is none.
    pub tried: Option<Tried>,
    /// Its place among the pools there are.
    pub now: Option<usize>,
    pub refused: Option<Reason>,
}

/// So many pools are read from an address.
const MOST_POOLS: usize = 200;

impl Trial {
    /// Reads an address's parameters.
    pub fn read(query: impl Fn(&str) -> String) -> Self {
        let named = (0..MOST_POOLS)
            .map(|number| (query(&format!("p{number}")), query(&format!("s{number}"))))
            .take_while(|(key, _)| !key.is_empty())
            .collect();
        Self {
            named,
            rule: query("rule"),
            whom: query("whom"),
            name: query("name"),
            size: query("size"),
        }
    }

    /// The pools in their order: those there are, those tried before, and the one that is added.
    pub fn lines(&self, present: &Present) -> Vec<Line> {
        let mut lines: Vec<Line> = if self.named.is_empty() {
            let all = present.pools.iter().enumerate();
            all.map(|(now, tried)| known(now, tried, &tried.0.size.to_string()))
                .collect()
        } else {
            self.named
                .iter()
                .filter_map(|(key, size)| named(present, key, size))
                .collect()
        };
        lines.extend(self.added(present));
        lines
    }

    fn added(&self, present: &Present) -> Option<Line> {
        let (counted, value) = self.whom.split_once(':').unwrap_or((&self.whom, ""));
        let value = if counted == PoolGroup::Organisation.as_str() {
            self.name.trim()
        } else {
            value
        };
        self.size.trim().parse::<i32>().ok()?;
        supposed(present, &self.rule, counted, value, &self.size)
            .filter(|line| line.refused.is_none())
    }

    /// Empties what was typed for a pool that was added, and says why where it was not.
    pub fn settle(&mut self, present: &Present) -> Option<Reason> {
        if self.added(present).is_some() {
            for typed in [
                &mut self.rule,
                &mut self.whom,
                &mut self.name,
                &mut self.size,
            ] {
                typed.clear();
            }
        }
        self.refused()
    }

    fn refused(&self) -> Option<Reason> {
        let any = [&self.rule, &self.whom, &self.name, &self.size]
            .iter()
            .any(|typed| !typed.trim().is_empty());
        if !any {
            return None;
        }
        if self.rule.is_empty() || self.whom.is_empty() {
            return Some(Reason::Missing);
        }
        // The size does, and yet nothing was added: a group that counts nobody, or for whom nothing can be kept.
        size(&self.size).err().or(Some(Reason::NotAChoice))
    }
}

fn size(typed: &str) -> Result<i32, Reason> {
    let mut form = Form::new();
    let number = form.number("size", typed, 0, MOST_SEATS.into());
    let number = form.finish(number.and_then(|size| i32::try_from(size).ok()));
    number.map_err(|refusal| refusal.reason_for("size").unwrap_or(Reason::NotAChoice))
}

/// A pool that its address names by its id, or in words (`maximum:country:KE`).
fn named(present: &Present, key: &str, size: &str) -> Option<Line> {
    if let Ok(id) = key.parse::<SeatPoolId>() {
        let mut all = present.pools.iter().enumerate();
        let (now, tried) = all.find(|(_, (pool, _))| pool.id == id)?;
        return Some(known(now, tried, size));
    }
    let mut parts = key.splitn(3, ':');
    let (rule, counted, value) = (parts.next()?, parts.next()?, parts.next()?);
    if size.trim().is_empty() {
        return None;
    }
    supposed(present, rule, counted, value, size)
}

fn known(now: usize, (pool, group): &Tried, typed: &str) -> Line {
    let (tried, refused) = match size(typed) {
        _ if typed.trim().is_empty() => (None, None),
        Ok(size) => {
            let mut pool = pool.clone();
            pool.size = size;
            (Some((pool, group.clone())), None)
        }
        Err(reason) => (Some((pool.clone(), group.clone())), Some(reason)),
    };
    Line {
        key: pool.id.to_string(),
        rule: pool.rule,
        counted: pool.counted,
        value: pool.counted_value.clone(),
        size: typed.to_owned(),
        tried,
        now: Some(now),
        refused,
    }
}

fn supposed(
    present: &Present,
    rule: &str,
    counted: &str,
    value: &str,
    typed: &str,
) -> Option<Line> {
    let (rule, counted) = (rule.parse().ok()?, counted.parse().ok()?);
    let number = size(typed);
    let tried = present.supposed(rule, counted, value, number.unwrap_or(0))?;
    Some(Line {
        key: format!("{rule}:{counted}:{value}"),
        rule,
        counted,
        value: value.to_owned(),
        size: typed.to_owned(),
        tried: number.is_ok().then_some(tried),
        now: None,
        refused: number.err(),
    })
}
