//! An address as a QR code, drawn as one path.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

use crate::Fault;

/// The quiet zone that readers of codes ask for, in modules.
const MARGIN: i32 = 4;

/// The code as SVG; it survives a stamp over a quarter of it.
pub(crate) fn svg(address: &str) -> Result<String, Fault> {
    let code = QrCode::encode_text(address, QrCodeEcc::Quartile)
        .map_err(|error| Fault(format!("the code of {address}: {error}")))?;
    let size = code.size() + 2 * MARGIN;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            // Writing to a string does not fail.
            let _ = write!(path, "M{},{}h1v1h-1z", x + MARGIN, y + MARGIN);
        }
    }
    Ok(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><rect width="{size}" height="{size}" fill="white"/><path d="{path}" fill="black" shape-rendering="crispEdges"/></svg>"#
    ))
}
