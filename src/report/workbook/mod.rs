//! Tables as one workbook of a spreadsheet: Office Open XML (ECMA-376), one sheet for each table.

mod sheet;
mod zip;

use super::table::DataTable;
use sheet::{escape, sheet};
use std::fmt::Write as _;
use std::io;
use zip::Zip;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Two styles: plain, and bold for the names of columns.
const STYLES: &str = "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz \
    val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill \
    patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders \
    count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf \
    xfId=\"0\"/><xf fontId=\"1\" applyFont=\"1\" xfId=\"0\"/></cellXfs><cellStyles count=\"1\"><cellStyle \
    name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";

/// `summary.xlsx`: these tables, each with its name, as sheets.
///
/// # Errors
///
/// None are expected: the bytes are kept in memory.
pub(crate) fn workbook(tables: &[(&str, DataTable)]) -> io::Result<Vec<u8>> {
    let (mut sheets, mut types, mut relations) = (String::new(), String::new(), String::new());
    for (number, (name, _)) in (1..).zip(tables) {
        // A sheet's name has at most 31 characters.
        let name: String = name.chars().take(31).collect();
        let name = escape(&name);
        let _ = write!(
            sheets,
            "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>"
        );
        let _ = write!(
            types,
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{CONTENT}.worksheet+xml\"/>"
        );
        let _ = write!(
            relations,
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    let mut zip = Zip::default();
    let types = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default \
         Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default \
         Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" \
         ContentType=\"{CONTENT}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" \
         ContentType=\"{CONTENT}.styles+xml\"/>{types}</Types>"
    );
    zip.add("[Content_Types].xml", types.as_bytes())?;
    let root = format!(
        "{HEAD}<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"rId1\" \
         Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    zip.add("_rels/.rels", root.as_bytes())?;
    let book = format!(
        "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets></workbook>"
    );
    zip.add("xl/workbook.xml", book.as_bytes())?;
    let relations = format!(
        "{HEAD}<Relationships xmlns=\"{RELATIONS}\">{relations}<Relationship Id=\"styles\" \
         Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    zip.add("xl/_rels/workbook.xml.rels", relations.as_bytes())?;
    let styles = format!("{HEAD}<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>");
    zip.add("xl/styles.xml", styles.as_bytes())?;
    for (number, (_, table)) in (1..).zip(tables) {
        let name = format!("xl/worksheets/sheet{number}.xml");
        zip.add(&name, sheet(table).as_bytes())?;
    }
    Ok(zip.finish())
}
