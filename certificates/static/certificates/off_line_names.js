// The fold of foundation/languages/text.py, sign by sign the same: a test runs the same names through both.
const LETTERS = new Map();
const same = (from, to) => [...from].forEach((letter, place) => LETTERS.set(letter, to.length > 1 ? to[place] : to));
same("ғқҳҷњљі", "гкхчхчи");
same("يىېۍےۑ", "ی");
same("كڪګڭ", "ک");
same("ةەہھۃ", "ه");
same("ګ", "گ");
same("ٱ", "ا");
same("ءـ", "");
const TWINS = new Map([..."abcehkmoptyx"].map((letter, place) => [letter, "авсенкмортуч"[place]]));
const FATHERS = ["فرزند", "ولد", "بنت", "ابن"];
const cyrillic = (letter) => /[\u0400-\u052f\u1c80-\u1c8f\ua640-\ua69f]/.test(letter);
const lower = (letter) => (letter === "ı" ? letter : letter.toLowerCase().toUpperCase().toLowerCase());
const digit = (sign) => {
  const zero = [0x660, 0x6f0, 0xff10].find((first) => sign >= String.fromCharCode(first) && sign <= String.fromCharCode(first + 9));
  return zero ? String(sign.charCodeAt(0) - zero) : sign;
};
const twins = (word) => {
  const letters = [...word].filter((one) => /\p{L}/u.test(one));
  const own = letters.filter(cyrillic).length;
  if (own === letters.length || 2 * own <= letters.length) return word;
  const mended = [...word].map((one) => TWINS.get(one) ?? one);
  return mended.every((one) => cyrillic(one) || !/\p{L}/u.test(one)) ? mended.join("") : word;
};
const words = (text) => {
  const plain = text.replace(/[\ufb50-\ufdff\ufe70-\ufefe]+/g, (found) => found.normalize("NFKC")).normalize("NFD");
  const kept = [];
  for (const sign of [...plain].map(lower).join("")) {
    if (/[\p{Mn}\p{Me}]/u.test(sign)) {
      if (sign === "\u0306" && kept.at(-1) === "и") kept[kept.length - 1] = "й";
    } else if (!/\p{Cf}/u.test(sign)) kept.push(sign);
  }
  const folded = [...kept.join("").normalize("NFC")].map((sign) => digit(LETTERS.get(sign) ?? sign)).join("");
  return folded.replace(/(?:[\p{L}\p{Nl}\p{No}][\u0300-\u036f]*)+/gu, twins).match(/[\p{L}\p{N}]+/gu) ?? [];
};
const nameWords = (typed) => words([...typed].slice(0, 200).join("")).filter((word) => !FATHERS.includes(word)).sort();
