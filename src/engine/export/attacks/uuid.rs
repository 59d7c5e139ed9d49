//! UUIDs of version 5 (RFC 9562): made from a name by SHA-1 (FIPS 180-4), so that the same name gives the same one.

/// The namespace of all names here: that of `cyberdatagen.example` among names of the domain name system.
const NAMESPACE: [u8; 16] =
    [0xb6, 0x92, 0xe1, 0x53, 0x5b, 0xc3, 0x53, 0xc6, 0xa9, 0x22, 0x5e, 0xa4, 0x52, 0xd4, 0xd8, 0xa7];

/// The UUID of a name.
pub fn uuid(name: &str) -> String {
    of_bytes(&[&NAMESPACE, name.as_bytes()].concat())
}

/// The UUID of a namespace and the name behind it.
fn of_bytes(namespace_and_name: &[u8]) -> String {
    let digest = sha1(namespace_and_name);
    let [first, second, third, fourth, _] = digest;
    let second = second & 0xffff_0fff | 0x5000;
    let third = third & 0x3fff_ffff | 0x8000_0000;
    format!(
        "{first:08x}-{:04x}-{:04x}-{:04x}-{:04x}{fourth:08x}",
        second >> 16,
        second & 0xffff,
        third >> 16,
        third & 0xffff
    )
}

/// SHA-1, as the five words of the digest.
fn sha1(message: &[u8]) -> [u32; 5] {
    let mut padded = message.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((message.len() as u64 * 8).to_be_bytes());
    let mut hash: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    for block in padded.chunks_exact(64) {
        let mut words = [0_u32; 80];
        for (word, bytes) in words.iter_mut().zip(block.chunks_exact(4)) {
            *word = bytes.iter().fold(0, |sum, &byte| sum << 8 | u32::from(byte));
        }
        for place in 16..80 {
            let mixed = words[place - 3] ^ words[place - 8] ^ words[place - 14] ^ words[place - 16];
            words[place] = mixed.rotate_left(1);
        }
        let [mut a, mut b, mut c, mut d, mut e] = hash;
        for (place, word) in words.into_iter().enumerate() {
            let (function, constant) = match place {
                0..20 => (b & c | !b & d, 0x5a82_7999),
                20..40 => (b ^ c ^ d, 0x6ed9_eba1),
                40..60 => (b & c | b & d | c & d, 0x8f1b_bcdc),
                _ => (b ^ c ^ d, 0xca62_c1d6_u32),
            };
            let sum = a.rotate_left(5).wrapping_add(function).wrapping_add(e);
            let next = sum.wrapping_add(constant).wrapping_add(word);
            (a, b, c, d, e) = (next, a, b.rotate_left(30), c, d);
        }
        for (sum, part) in hash.iter_mut().zip([a, b, c, d, e]) {
            *sum = sum.wrapping_add(part);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_those_of_python() {
        // uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), and the namespace above.
        let dns =
            [0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];
        let of = |name: &[u8]| of_bytes(&[&dns, name].concat());
        assert_eq!(of(b"python.org"), "886313e1-3b8a-5372-9b90-0c9aee199e5d");
        let namespace: String = NAMESPACE.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(of(b"cyberdatagen.example").replace('-', ""), namespace);
        // FIPS 180-4: the message "abc".
        assert_eq!(sha1(b"abc"), [0xa999_3e36, 0x4706_816a, 0xba3e_2571, 0x7850_c26c, 0x9cd0_d89d]);
        assert_eq!(sha1(&[b'a'; 200])[0], 0xe61c_fffe);
    }
}
