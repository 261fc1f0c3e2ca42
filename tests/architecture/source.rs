//! The files of a crate as modules, with what they declare, hand on and use.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A path of modules and names from the root of the crate: `["grid", "kernel", "chord"]`.
pub(crate) type Names = Vec<String>;

/// A file that is compiled without `cfg(test)`.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    /// Where its module stands in the crate; empty for the root.
    pub(crate) module: Names,
    /// Paths that it names, from the root of the crate, in `use` and in expressions.
    pub(crate) uses: Vec<Names>,
    /// What it hands on by `pub use` or `pub(…) use`: the name here, and the path behind it.
    pub(crate) hands_on: Vec<(String, Names)>,
    /// What it imports for itself and its children: the name here, and the path behind it.
    imports: Vec<(String, Names)>,
}

/// All files of a crate, by their module.
pub(crate) struct Crate {
    pub(crate) files: BTreeMap<Names, File>,
}

impl Crate {
    /// Reads the crate whose root is this file.
    pub(crate) fn read(root: &str) -> Self {
        let mut files = BTreeMap::new();
        read(Path::new(root), Vec::new(), &mut files);
        Self { files }
    }

    /// The file in which a path ends, behind everything that hands it on; `None` of a path that
    /// leaves the crate.
    pub(crate) fn file_of(&self, path: &[String]) -> Option<&File> {
        self.behind(path, 8)
    }

    fn behind(&self, path: &[String], steps: usize) -> Option<&File> {
        let depth = (0..=path.len()).rev();
        let module = depth
            .map(|depth| &path[..depth])
            .find_map(|module| self.files.get(module))?;
        let Some(name) = path.get(module.module.len()) else {
            return Some(module);
        };
        let handed_on = module.hands_on.iter().chain(&module.imports);
        let next = handed_on
            .filter(|(known, _)| known == name)
            .find_map(|(_, behind)| {
                let rest = path[module.module.len() + 1..].iter();
                let behind: Names = behind.iter().chain(rest).cloned().collect();
                (steps > 0 && behind != path).then(|| self.behind(&behind, steps - 1))?
            });
        Some(next.unwrap_or(module))
    }
}

fn read(path: &Path, module: Names, files: &mut BTreeMap<Names, File>) {
    let text = fs::read_to_string(path).unwrap_or_else(|_| panic!("{}", path.display()));
    let tokens: TokenStream = text.parse().expect("Rust that compiles");
    let mut reader = Reader {
        module: &module,
        children: Vec::new(),
        uses: Vec::new(),
        hands_on: Vec::new(),
        imports: Vec::new(),
    };
    reader.items(tokens);
    let Reader {
        children,
        uses,
        hands_on,
        imports,
        ..
    } = reader;
    let is_root = path.ends_with("mod.rs") || module.is_empty();
    let folder = if is_root {
        path.parent().expect("in a folder").to_owned()
    } else {
        path.with_extension("")
    };
    for child in children {
        let file = folder.join(format!("{child}.rs"));
        let file = if file.exists() {
            file
        } else {
            folder.join(&child).join("mod.rs")
        };
        let module = module.iter().cloned().chain([child]).collect();
        read(&file, module, files);
    }
    let file = File {
        path: path.to_owned(),
        module: module.clone(),
        uses,
        hands_on,
        imports,
    };
    files.insert(module, file);
}

struct Reader<'a> {
    module: &'a [String],
    /// Modules that are files of their own.
    children: Names,
    uses: Vec<Names>,
    hands_on: Vec<(String, Names)>,
    imports: Vec<(String, Names)>,
}

impl Reader<'_> {
    /// Reads the items of a file, or of a block; those of tests are passed over.
    fn items(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        // Children are known before the paths that begin with them.
        for item in tokens.windows(3) {
            if let [TokenTree::Ident(word), TokenTree::Ident(name), end] = item
                && word == "mod"
                && is(end, ';')
            {
                self.children.push(name.to_string());
            }
        }
        let of_tests: Names = of_tests(&tokens);
        self.children.retain(|child| !of_tests.contains(child));
        self.scan(&tokens);
    }

    fn scan(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Punct(_) if is_test_attribute(&tokens[at..]) => {
                    at += 2 + item_length(&tokens[at + 2..]);
                    continue;
                }
                TokenTree::Ident(word) if word == "use" => {
                    let end = tokens[at..].iter().position(|token| is(token, ';'));
                    let end = at + end.unwrap_or(tokens.len() - at);
                    let public = is_public(&tokens[..at]);
                    self.declaration(&tokens[at + 1..end], public);
                    at = end;
                }
                TokenTree::Ident(word) if self.begins(word, &tokens[at + 1..]) => {
                    let mut path = vec![word.to_string()];
                    let mut next = at + 1;
                    while let [a, b, TokenTree::Ident(name), ..] = &tokens[next..]
                        && is(a, ':')
                        && is(b, ':')
                    {
                        path.push(name.to_string());
                        next += 3;
                    }
                    self.uses.extend(self.absolute(path));
                    at = next;
                    continue;
                }
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    self.scan(&inner);
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Whether a path of this crate begins here.
    fn begins(&self, word: &Ident, rest: &[TokenTree]) -> bool {
        let colons = rest.len() > 1 && is(&rest[0], ':') && is(&rest[1], ':');
        let word = word.to_string();
        colons && (["crate", "super", "self"].contains(&&*word) || self.children.contains(&word))
    }

    /// `use …;`: every path in it, by the name that it has here.
    fn declaration(&mut self, tokens: &[TokenTree], public: bool) {
        let mut found = Vec::new();
        tree(tokens, Vec::new(), &mut found);
        for (name, path) in found {
            let first = path.first().map(String::as_str).unwrap_or_default();
            let here = ["crate", "super", "self"].contains(&first);
            if !here && !self.children.contains(&path[0]) {
                continue;
            }
            let Some(path) = self.absolute(path) else {
                continue;
            };
            if public {
                self.hands_on.push((name, path));
            } else {
                self.uses.push(path.clone());
                self.imports.push((name, path));
            }
        }
    }

    fn absolute(&self, path: Names) -> Option<Names> {
        let mut module = self.module.to_vec();
        let mut names = path.into_iter().peekable();
        match names.peek()?.as_str() {
            "crate" => {
                module.clear();
                names.next();
            }
            "self" => {
                names.next();
            }
            _ => {}
        }
        while names.next_if(|name| name == "super").is_some() {
            module.pop()?;
        }
        module.extend(names.filter(|name| name != "self"));
        Some(module)
    }
}

/// The paths of a tree of `use`, each with the name it is known by.
fn tree(tokens: &[TokenTree], before: Names, found: &mut Vec<(String, Names)>) {
    let mut path = before;
    let mut name = None;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(word) if word == "as" => {
                name = tokens.get(at + 1).map(ToString::to_string);
                break;
            }
            TokenTree::Ident(word) => path.push(word.to_string()),
            TokenTree::Punct(star) if star.as_char() == '*' => break,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for branch in inner.split(|token| is(token, ',')) {
                    if !branch.is_empty() {
                        tree(branch, path.clone(), found);
                    }
                }
                return;
            }
            _ => {}
        }
        at += 1;
    }
    if path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    if let Some(last) = path.last() {
        found.push((name.unwrap_or_else(|| last.clone()), path));
    }
}

fn is(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
}

/// `#[cfg(test)]`, alone or among other conditions that all have to hold.
fn is_test_attribute(tokens: &[TokenTree]) -> bool {
    let [hash, TokenTree::Group(group), ..] = tokens else {
        return false;
    };
    let text = group.stream().to_string().replace(' ', "");
    is(hash, '#') && (text == "cfg(test)" || text.starts_with("cfg(all(test,"))
}

/// Tokens of the item that begins here.
fn item_length(tokens: &[TokenTree]) -> usize {
    let is_use = tokens
        .iter()
        .take(3)
        .any(|token| matches!(token, TokenTree::Ident(word) if word == "use"));
    let end = tokens.iter().position(|token| {
        let block = matches!(token, TokenTree::Group(group)
            if group.delimiter() == Delimiter::Brace && !is_use);
        block || is(token, ';')
    });
    end.map_or(tokens.len(), |end| end + 1)
}

/// Names of modules that are declared for tests alone.
fn of_tests(tokens: &[TokenTree]) -> Names {
    let starts = (0..tokens.len()).filter(|&at| is_test_attribute(&tokens[at..]));
    let modules = starts.filter_map(|at| {
        let item = &tokens[at + 2..];
        let item = &item[..item_length(item)];
        item.windows(2).find_map(|pair| match pair {
            [TokenTree::Ident(word), TokenTree::Ident(name)] if word == "mod" => {
                Some(name.to_string())
            }
            _ => None,
        })
    });
    modules.collect()
}

/// Whether the item whose keyword follows is seen outside its module.
fn is_public(before: &[TokenTree]) -> bool {
    let word = match before {
        [.., word, TokenTree::Group(scope)] if scope.delimiter() == Delimiter::Parenthesis => word,
        [.., word] => word,
        [] => return false,
    };
    matches!(word, TokenTree::Ident(word) if word == "pub")
}
