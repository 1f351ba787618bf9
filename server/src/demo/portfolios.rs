//! The portfolios: the training base and the leadership line.

use domain::Result;
use domain::catalogue::{portfolio, portfolio_text};
use model::{Language, PortfolioId};

use super::name::{id_of, slug};
use super::when::When;

struct Portfolio {
    slug: &'static str,
    since: &'static str,
    en: (&'static str, &'static str),
    zh: (&'static str, &'static str),
}

const PORTFOLIOS: &[Portfolio] = &[
    Portfolio {
        slug: "training-base",
        since: "2023-01-16",
        en: (
            "International training base",
            "Opened on **16 January 2023**. Development seminars for the member states of a group of friends of a development initiative: experience of governance is shared, capacity is built, in person in Xiamen and online for everybody.",
        ),
        zh: (
            "国际培训基地",
            "**2023年1月16日**揭牌。面向发展倡议之友小组成员国举办发展研修班：分享治理经验，开展能力建设；线下在厦门，线上面向所有人。",
        ),
    },
    Portfolio {
        slug: "leadership",
        since: "2023-02-20",
        en: (
            "Leadership programmes",
            "For those who decide about industry and technology. Invited experts in the morning, companies in the afternoon, and evenings that belong to the participants.",
        ),
        zh: (
            "领军人才培训",
            "面向产业与技术的决策者。上午特邀专家授课，下午走进企业，晚上由学员主持交流。",
        ),
    },
];

/// The id of a portfolio by its slug.
#[must_use]
pub fn portfolio_id(slug: &str) -> PortfolioId {
    PortfolioId(id_of("portfolio", slug))
}

/// All portfolios with their words.
pub fn portfolios(when: &When) -> Result<(Vec<portfolio::Model>, Vec<portfolio_text::Model>)> {
    let mut rows = Vec::new();
    let mut texts = Vec::new();
    for (portfolio, place) in PORTFOLIOS.iter().zip(1..) {
        let id = portfolio_id(portfolio.slug);
        rows.push(portfolio::Model {
            id,
            slug: slug(portfolio.slug)?,
            place,
            created_at: when.begins(when.day(portfolio.since)?),
        });
        for (language, (title, description)) in [
            (Language::English, portfolio.en),
            (Language::Chinese, portfolio.zh),
        ] {
            texts.push(portfolio_text::Model {
                portfolio: id,
                language,
                title: title.to_owned(),
                description: description.to_owned(),
            });
        }
    }
    Ok((rows, texts))
}
