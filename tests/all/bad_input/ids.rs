use super::small;

#[test]
fn an_id_that_stands_twice() {
    insta::assert_snapshot!(
        small().replace("population.csv", "E3,", "E1,").error(),
        @"population.csv:4: column `id`: id `E1` appears twice (first in line 2)"
    );
    insta::assert_snapshot!(
        small().replace("hospitals.csv", "W1,", "LS1,").error(),
        @"hospitals.csv:3: column `id`: id `LS1` appears twice (first in line 2)"
    );
    insta::assert_snapshot!(
        small().replace("times.csv", "E3,", "E2,").error(),
        @"times.csv:4: column `id`: id `E2` appears twice (first in line 3)"
    );
}

#[test]
fn a_pair_that_stands_twice() {
    let long = "from_id,to_id,travel_time\nE1,W1,1\nE2,W1,2\nE1,LS1,3\nE1,W1,1\n";
    insta::assert_snapshot!(
        small().replace("study.toml", "wide", "long").with("times.csv", long).error(),
        @"times.csv:5: the time from `E1` to `W1` appears twice (first in line 2)"
    );
}

#[test]
fn a_table_of_other_places() {
    insta::assert_snapshot!(
        small().with("times.csv", "id,LS1,W1\nF1,1,2\nF2,3,4\n").error(),
        @"times.csv: no origin id is in population.csv (this file has `F1`, `F2`; that file has `E1`, `E2`, `E3`)"
    );
    insta::assert_snapshot!(
        small().with("times.csv", "id,A,B,C,D\nE1,1,2,3,4\n").error(),
        @"times.csv: no site id is in hospitals.csv (this file has `A`, `B`, `C`; that file has `LS1`, `W1`)"
    );
    insta::assert_snapshot!(
        small()
            .replace("study.toml", "wide", "long")
            .with("times.csv", "from,to,time\nF1,W1,1\n")
            .error(),
        @"times.csv: no origin id is in population.csv (this file has `F1`; that file has `E1`, `E2`, `E3`)"
    );
}
