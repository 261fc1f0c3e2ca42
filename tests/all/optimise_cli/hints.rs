//! Every number that an answer names instead of a layout is one that can be had.

use super::small::Small;
use super::{example, optimise};

fn said(question: &str, folder: &std::path::Path) -> String {
    let answer = optimise(folder, question).assert().code(1);
    String::from_utf8(answer.get_output().stderr.clone()).expect("words")
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).expect(text);
    rest.split_once(after).expect(text).0
}

/// The standard and the share that are named for a cover, as they are printed, are met.
#[test]
fn a_cover_can_have_the_standard_and_the_share_that_are_named() {
    let folder = example();
    for within in [20.0, 31.7, 44.0] {
        let question = format!("--objective lscp --within {within}");
        let said = said(&question, folder.path());
        let standard = between(&said, "a standard of ", " min");
        let enough = format!("--objective lscp --within {standard} --name standard");
        optimise(folder.path(), &enough).assert().success();
        let share = between(&said, &format!("within {within:.1} min ("), "%");
        let enough = format!("{question} --share {share} --name share");
        optimise(folder.path(), &enough).assert().success();
        let more = share.parse::<f64>().expect("a share") + 0.02;
        let too_much = format!("{question} --share {more} --name more");
        optimise(folder.path(), &too_much).assert().code(1);
        std::fs::remove_dir_all(folder.path().join("outputs")).expect("it was made");
    }
}

/// More centres, a lower floor and a longer standard, each as it is printed, give the floors.
#[test]
fn floors_can_be_had_by_each_change_that_is_named() {
    let folder = example();
    for (centres, minutes, percent) in [(2, 40, 85), (1, 60, 90), (3, 25, 70)] {
        let question = format!("--centres {centres} --floor local_authority:{minutes}:{percent}");
        let said = said(&question, folder.path());
        let mut named = Vec::new();
        if said.contains(" centres would do") {
            let fewest = said.split(" centres would do").next().expect(&said);
            let fewest = fewest.rsplit(' ').next().expect(&said);
            named.push(format!(
                "--centres {fewest} --floor local_authority:{minutes}:{percent}"
            ));
        }
        let share = between(&said, " can give every group ", "%");
        named.push(format!(
            "--centres {centres} --floor local_authority:{minutes}:{share}"
        ));
        if said.contains("every group can have its floor") {
            let longer = said.split(" min every group can have").next().expect(&said);
            let longer = longer.rsplit(' ').next().expect(&said);
            named.push(format!(
                "--centres {centres} --floor local_authority:{longer}:{percent}"
            ));
        }
        for (number, enough) in named.iter().enumerate() {
            optimise(folder.path(), &format!("{enough} --name named-{number}"))
                .assert()
                .success();
        }
        std::fs::remove_dir_all(folder.path().join("outputs")).expect("it was made");
    }
}

/// Another number of centres that is named for limits of volume keeps to them.
#[test]
fn limits_can_be_kept_by_the_number_of_centres_that_is_named() {
    let folder = example();
    let total: f64 = Small::read(folder.path()).volumes(&[0]).iter().sum();
    let mut named = 0;
    for percent in [12, 16, 20, 24] {
        for centres in [3, 4, 5] {
            let limit = format!("--min-demand {}", total * f64::from(percent) / 100.0);
            let ended = optimise(folder.path(), &format!("--centres {centres} {limit}")).assert();
            let said = String::from_utf8_lossy(&ended.get_output().stderr).into_owned();
            if let Some((fits, _)) = said.split_once(" centres are possible") {
                let fits = fits.rsplit(' ').next().expect(&said);
                optimise(
                    folder.path(),
                    &format!("--centres {fits} {limit} --name fits"),
                )
                .assert()
                .success();
                named += 1;
            }
        }
    }
    assert!(named > 0, "nothing was named");
}
