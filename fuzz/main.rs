//! Every reader of the program against inputs that were made to break it; `fuzz/README.md` says how to run
//! it. Each target runs in a process of its own, so that an input that ends the process is found too.

mod long_run;
mod mutation;
mod random;
mod targets;

use random::Random;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use targets::Target;

/// An input that takes longer hangs.
const LONGEST: Duration = Duration::from_secs(10);

/// More memory than this is too much for any input of 64 KiB.
const MOST_KIB: u64 = 1 << 20;

/// What is to be done.
#[derive(Debug, Clone)]
struct Plan {
    target: Option<String>,
    /// The first input.
    from: u64,
    /// The end of the inputs of each target; without it those of the long run.
    executions: Option<u64>,
    /// Time of each target.
    time: Duration,
    seed: u64,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    // Names of tests that `cargo test` was asked for are not of this program.
    let is_for_others = words
        .first()
        .is_some_and(|word| !word.starts_with("--") && word != "fuzz");
    if is_for_others || words.iter().any(|word| word == "--ignored") {
        return ExitCode::SUCCESS;
    }
    let after = |name: &str| {
        let at = words.iter().position(|word| word == name)?;
        words.get(at + 1).cloned()
    };
    let number = |name: &str| after(name).and_then(|text| text.parse::<u64>().ok());
    if let (Some(file), Some(target)) = (after("--replay"), after("--target")) {
        return replay(&target, Path::new(&file));
    }
    let plan = Plan {
        target: after("--target"),
        from: number("--from").unwrap_or(0),
        executions: match number("--executions") {
            None if words.iter().any(|word| word == "--long") => None,
            None if number("--seconds").is_none() => Some(200),
            None => Some(u64::MAX),
            given => given,
        },
        time: Duration::from_secs(number("--seconds").unwrap_or(24 * 3_600)),
        seed: number("--seed").unwrap_or(1),
    };
    if words.iter().any(|word| word == "--list") {
        println!("fuzz: test");
        return ExitCode::SUCCESS;
    }
    match after("--worker") {
        Some(name) => worker(&name, &plan, &after("--state").unwrap_or_default()),
        None => all_targets(&plan),
    }
}

impl Plan {
    /// One more than the last input of a target.
    fn end(&self, target: &str) -> u64 {
        self.executions.unwrap_or_else(|| long_run::inputs(target))
    }
}

fn target_named(name: &str) -> Target {
    let found = targets::all()
        .into_iter()
        .find(|target| target.name == name);
    found.unwrap_or_else(|| panic!("no target `{name}`"))
}

/// The input of a target with this number.
fn input(target: &Target, seed: u64, number: u64) -> Vec<u8> {
    if let Some(seed) = usize::try_from(number)
        .ok()
        .and_then(|n| target.seeds.get(n))
    {
        return seed.clone();
    }
    let name = target
        .name
        .bytes()
        .fold(0_u64, |all, byte| all.wrapping_mul(257) + u64::from(byte));
    let mut random =
        Random::new(seed.wrapping_mul(0x1000_0000_01B3) ^ name ^ number.wrapping_mul(0x9E37_79B9));
    mutation::input(target.form, &target.seeds, &mut random)
}

fn replay(target: &str, file: &Path) -> ExitCode {
    let target = target_named(target);
    let scratch = tempfile::tempdir().expect("a folder");
    let begun = Instant::now();
    let taken = target.read(&fs::read(file).expect("readable"), scratch.path());
    println!(
        "read: {taken}, {:?}, peak {} KiB",
        begun.elapsed(),
        peak_kib()
    );
    ExitCode::SUCCESS
}

/// The largest memory of this process so far; 0 where the system does not say.
fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.unwrap_or(0)
}

/// What workers say when they end: 0 all done, 3 a finding whose number is in the state.
const FOUND: u8 = 3;

fn worker(name: &str, plan: &Plan, state: &str) -> ExitCode {
    let target = target_named(name);
    let scratch = tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .expect("a folder");
    let mut state = fs::File::create(state).expect("the state can be written");
    let mut say = |line: String| {
        use std::io::Seek as _;
        let _ = state.rewind();
        let _ = state.write_all(format!("{line:<200}").as_bytes());
    };
    let said = Arc::new(Mutex::new(String::new()));
    let hook = Arc::clone(&said);
    std::panic::set_hook(Box::new(move |info| {
        *hook
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) =
            info.to_string().replace('\n', " ");
    }));
    // Milliseconds after the start at which the input at work began.
    let begun_at = Arc::new(AtomicU64::new(u64::MAX));
    let start = Instant::now();
    let watched = Arc::clone(&begun_at);
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(500));
            let begun = watched.load(Ordering::Relaxed);
            let now = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
            if now.saturating_sub(begun) > u64::try_from(LONGEST.as_millis()).unwrap_or(u64::MAX) {
                std::process::exit(i32::from(FOUND) + 1);
            }
        }
    });
    let (mut taken, mut number) = (0_u64, plan.from);
    let end = plan.end(target.name);
    while number < end && start.elapsed() < plan.time {
        say(format!("{number} {taken} at work"));
        let bytes = input(&target, plan.seed, number);
        begun_at.store(
            u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
            Ordering::Relaxed,
        );
        let read = catch_unwind(AssertUnwindSafe(|| target.read(&bytes, scratch.path())));
        begun_at.store(u64::MAX, Ordering::Relaxed);
        let Ok(read) = read else {
            let said = said
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .clone();
            say(format!("{number} {taken} panic {said}"));
            return ExitCode::from(FOUND);
        };
        taken += u64::from(read);
        if number.is_multiple_of(16) && peak_kib() > MOST_KIB {
            say(format!("{number} {taken} memory {} KiB", peak_kib()));
            return ExitCode::from(FOUND);
        }
        number += 1;
    }
    say(format!("{number} {taken} done"));
    ExitCode::SUCCESS
}

/// A finding: what happened, and how often.
type Findings = BTreeMap<String, (usize, PathBuf)>;

fn all_targets(plan: &Plan) -> ExitCode {
    let mut findings = Findings::new();
    for (name, file) in crashes() {
        check_crash(&name, &file, &mut findings);
    }
    let (mut executions, mut seconds) = (0, 0.0);
    for target in targets::all() {
        if plan
            .target
            .as_ref()
            .is_some_and(|wanted| wanted != target.name)
        {
            continue;
        }
        let begun = Instant::now();
        let (count, taken) = attack(&target, plan, &mut findings);
        let took = begun.elapsed().as_secs_f64();
        println!(
            "{:<20} {count:>9} inputs, {taken:>9} of them read, {took:>7.1} s",
            target.name
        );
        executions += count;
        seconds += took;
    }
    println!(
        "{executions} inputs in {seconds:.0} s, {} findings",
        findings.len()
    );
    for (what, (times, file)) in &findings {
        println!("{times} times: {what}: {}", file.display());
    }
    ExitCode::from(u8::from(!findings.is_empty()))
}

/// Runs a target to the end of the plan, again after each finding; inputs, and those that were read.
fn attack(target: &Target, plan: &Plan, findings: &mut Findings) -> (u64, u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let state = folder.path().join("state");
    let begun = Instant::now();
    let (mut from, mut all_taken) = (plan.from, 0);
    loop {
        let left = plan.time.saturating_sub(begun.elapsed());
        let status = Command::new(std::env::current_exe().expect("a program"))
            .args(["--worker", target.name, "--state"])
            .arg(&state)
            .args([
                "--from",
                &from.to_string(),
                "--executions",
                &plan.end(target.name).to_string(),
            ])
            .args([
                "--seconds",
                &left.as_secs().max(1).to_string(),
                "--seed",
                &plan.seed.to_string(),
            ])
            .env("RAYON_NUM_THREADS", "1")
            .status()
            .expect("it starts");
        let said = fs::read_to_string(&state).unwrap_or_default();
        let mut words = said.trim().splitn(3, ' ');
        let mut number = || {
            words
                .next()
                .and_then(|word| word.parse::<u64>().ok())
                .unwrap_or(from)
        };
        let (at, taken) = (number(), number());
        all_taken += taken;
        if status.success() {
            return (at.saturating_sub(plan.from), all_taken);
        }
        let what = match status.code() {
            Some(code) if code == i32::from(FOUND) => words.next().unwrap_or("?").to_owned(),
            Some(code) if code == i32::from(FOUND) + 1 => "hang".to_owned(),
            other => format!("the process ended: {other:?} {status}"),
        };
        let bytes = input(target, plan.seed, at);
        let what = format!(
            "{}: {}",
            target.name,
            what.chars().take(160).collect::<String>()
        );
        let known = findings.len();
        let entry = findings.entry(what).or_insert_with(|| {
            let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
                .join("target/fuzz")
                .join(format!("{}--{known}-{at}", target.name));
            let _ = fs::create_dir_all(file.parent().expect("a folder"));
            let _ = fs::write(&file, bytes);
            (0, file)
        });
        entry.0 += 1;
        from = at + 1;
        if entry.0 > 200 || begun.elapsed() >= plan.time {
            return (from.saturating_sub(plan.from), all_taken);
        }
    }
}

/// Inputs that once did harm, by their targets.
fn crashes() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/crashes");
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut all: Vec<(String, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some((name.split_once("--")?.0.to_owned(), entry.path()))
        })
        .collect();
    all.sort();
    all
}

fn check_crash(target: &str, file: &Path, findings: &mut Findings) {
    let mut replay = Command::new(std::env::current_exe().expect("a program"));
    replay
        .args(["--target", target, "--replay"])
        .arg(file)
        .env("RAYON_NUM_THREADS", "1");
    let ended = replay.output().expect("it starts");
    if !ended.status.success() {
        let what = format!("{target}: an old finding is back ({})", ended.status);
        findings.insert(what, (1, file.to_owned()));
    }
}
