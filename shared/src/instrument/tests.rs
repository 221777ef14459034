use proptest::prelude::*;

use super::*;

fn instrument(code: &str) -> Instrument {
    let all = Instruments::built_in();
    all.newest().find(|one| one.code.as_str() == code).unwrap().clone()
}

#[test]
fn the_built_in_instruments_are_those_of_the_guideline_but_for_360() {
    let all = Instruments::built_in();
    assert_eq!(all.check(), Ok(()));
    let codes: Vec<_> = all.newest().map(|one| one.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "medsittning-patient",
            "medsittning-rond",
            "operation",
            "mini-cex",
            "cbd",
            "dops",
            "muntlig-presentation",
            "handledning",
            "bilateral-handledare",
            "bilateral-st",
            "kliniskt-ledarskap",
            "korkort",
            "specialistexamen",
        ]
    );
    let scales: Vec<_> = all.scales.iter().map(|scale| scale.code.as_str()).collect();
    assert_eq!(scales, ["SJALV5", "NIVA5", "FORV6", "GODKAND"]);
}

#[test]
fn the_six_domains_of_mini_cex_are_confirmed_and_what_we_added_to_others_is_marked() {
    assert!(instrument("mini-cex").items.iter().all(|i| i.source == WordingSource::Confirmed));
    let confirmed = |code| {
        let items = instrument(code).items;
        items.into_iter().filter(|i| i.source == WordingSource::Confirmed).count()
    };
    assert_eq!(
        ["medsittning-patient", "medsittning-rond", "cbd", "dops", "handledning", "korkort"]
            .map(confirmed),
        [3, 2, 3, 3, 0, 0]
    );
    assert!(
        Instruments::built_in().scales.iter().all(|s| s.source == WordingSource::OwnWording),
        "no scale's words could be read in a published form"
    );
}

#[test]
fn a_form_without_the_common_texts_in_order_is_refused() {
    let mut form = instrument("cbd");
    form.text_prompts.swap(0, 1);
    assert_eq!(form.check(), Err(InvalidInstrument::CommonPrompts(form.code.clone())));
    form.text_prompts.clear();
    assert_eq!(form.check(), Err(InvalidInstrument::CommonPrompts(form.code.clone())));
}

#[test]
fn a_form_that_cannot_be_filled_in_is_refused() {
    let mut two = instrument("cbd");
    two.items[1].key = "bra".parse().unwrap();
    assert_eq!(
        two.check(),
        Err(InvalidInstrument::TwoWithKey(two.code.clone(), "bra".parse().unwrap()))
    );
    let mut bare = instrument("cbd");
    bare.scale = None;
    assert_eq!(bare.check(), Err(InvalidInstrument::NoScale(bare.code.clone())));
    let mut steep = instrument("korkort");
    steep.items[0].requirement = Some(Requirement { times: 5, level: 6 });
    assert!(matches!(steep.check(), Err(InvalidInstrument::Requirement(..))));
    let mut fallen = instrument("cbd");
    fallen.overall.steps.reverse();
    assert_eq!(fallen.check(), Err(InvalidInstrument::Steps(fallen.code.clone(), "SJALV5".into())));
}

#[test]
fn a_new_version_keeps_the_scale_and_an_older_one_stays_readable() {
    let mut all = Instruments::built_in().clone();
    let mut second = instrument("mini-cex");
    second.version = 2;
    second.name = "Mini-CEX, ny".into();
    all.instruments.push(second.clone());
    assert_eq!(all.check(), Ok(()));
    let read = |version| {
        let wanted = InstrumentRef { code: "mini-cex".parse().unwrap(), version };
        (all.find(&wanted).map(|i| i.version), all.to_read(&wanted).map(|i| i.version))
    };
    assert_eq!([1, 2, 7].map(read), [(Some(1), Some(1)), (Some(2), Some(2)), (None, Some(2))]);
    assert_eq!(all.newest().filter(|one| one.code.as_str() == "mini-cex").count(), 1);
    let unknown = InstrumentRef { code: "osce".parse().unwrap(), version: 1 };
    assert_eq!(all.to_read(&unknown), None);

    all.instruments.last_mut().unwrap().overall = all.scales[2].clone();
    let code: InstrumentCode = "mini-cex".parse().unwrap();
    assert_eq!(all.check(), Err(InvalidInstrument::OtherScale(code.clone(), 2)));
    *all.instruments.last_mut().unwrap() = Instrument { version: 1, ..second };
    assert_eq!(all.check(), Err(InvalidInstrument::TwoVersions(code, 1)));
}

#[test]
fn not_assessed_is_an_answer_only_where_the_scale_has_words_for_it() {
    let scales = &Instruments::built_in().scales;
    let held: Vec<_> = scales.iter().map(|scale| scale.holds(Rating::NotAssessed)).collect();
    assert_eq!(held, [true, true, true, false]);
    assert_eq!(scales[0].label(Rating::Step(4)), Some("Utför självständigt, handledare kan nås"));
    assert_eq!(scales[0].label(Rating::Step(6)), None);
}

proptest! {
    #[test]
    fn any_text_is_a_key_or_refused_and_a_key_is_read_back_as_written(text in "[a-z0-9å -]{0,45}") {
        match text.parse::<ItemKey>() {
            Ok(key) => prop_assert_eq!(String::from(key), text),
            Err(_) => prop_assert!(
                text.is_empty() || text.len() > 40 || text.contains(['å', ' '])
            ),
        }
    }

    #[test]
    fn an_instrument_that_travels_comes_back_the_same(at in 0_usize..13) {
        let one = &Instruments::built_in().instruments[at];
        let json = serde_json::to_string(one).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Instrument>(&json).unwrap(), one);
    }
}
