use std::fmt;

/// A currency, by its code.
///
/// # Source
///
/// ISO 4217, the active codes of national currencies.
///
/// # Examples
///
/// ```
/// use catchment::units::Currency;
/// let franc = Currency::from_code("CHF").expect("a currency");
/// assert_eq!(franc.written("2,750"), "CHF 2,750");
/// assert_eq!(Currency::GBP.written("2,750"), "£2,750");
/// assert_eq!(Currency::from_code("XXX"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(&'static str);

const CODES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN \
     BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP \
     GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF \
     KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR \
     MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG \
     SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU \
     UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// Signs that stand for one currency alone wherever they are read.
const SIGNS: [(&str, &str); 3] = [("GBP", "£"), ("EUR", "€"), ("INR", "₹")];

impl Currency {
    /// The pound sterling.
    pub const GBP: Self = Self("GBP");

    /// From a code in capitals: `EUR`; `None` for what is not one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let mut codes = CODES.split_ascii_whitespace();
        codes.find(|&known| known == code).map(Self)
    }

    /// All codes, in alphabetical order.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        CODES.split_ascii_whitespace()
    }

    /// Its code: `EUR`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// Its sign: `€`; `None` where several currencies share one.
    #[must_use]
    pub fn sign(self) -> Option<&'static str> {
        let mut signs = SIGNS.iter();
        signs
            .find(|(code, _)| *code == self.0)
            .map(|&(_, sign)| sign)
    }

    /// An amount as people write it: `£2,750`, `CHF 2,750`.
    #[must_use]
    pub fn written(self, amount: &str) -> String {
        match self.sign() {
            Some(sign) => format!("{sign}{amount}"),
            None => format!("{self} {amount}"),
        }
    }
}

/// Its sign, or its code where it has none of its own.
impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sign().unwrap_or(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_three_capitals_and_unique() {
        let codes: Vec<&str> = Currency::codes().collect();
        let capitals =
            |code: &&str| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
        assert!(codes.iter().all(capitals));
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(SIGNS.iter().all(|(code, _)| codes.contains(code)));
        assert_eq!(Currency::from_code("GBP"), Some(Currency::GBP));
        for wrong in ["", "gbp", "GB", "£", "GBP EUR", "XXX"] {
            assert_eq!(Currency::from_code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn amounts_carry_the_sign_or_the_code() {
        assert_eq!(Currency::GBP.written("2,750"), "£2,750");
        let franc = Currency::from_code("CHF").unwrap();
        assert_eq!(franc.written("2,750"), "CHF 2,750");
    }
}
