/**
 * The stems of the passwords that people choose most often. Compiled by hand for this service: words that the
 * published frequency lists of leaked passwords agree on, without what would be too short anyway.
 */
const STEMS = `
  password passwort passord contrasena motdepasse senha parola wachtwoord salasana heslo
  qwerty qwertz azerty qwertyui qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm yxcvbnm qazwsx qazwsxedc wsxedc
  abc abcd abcdef abcdefg abcdefgh abcabc aaa asd asdasd qweqwe qweasd qweasdzxc zaqxsw xsw qaz
  admin administrator administrador root toor user username guest test tester testing testtest demo default
  login letmein letmeinnow welcome welkom bienvenue willkommen changeme changemenow changeit secret secreto geheim
  master superman batman spiderman ironman hulk pokemon pikachu naruto starwars startrek minecraft fortnite
  monkey dragon tiger lion eagle falcon wolf shadow phoenix butterfly dolphin elephant chicken mustang
  iloveyou ilovegod iloveme loveyou lovely lovers sweetheart beautiful babygirl princess prinzessin sunshine sunflower
  football fussball baseball basketball soccer hockey liverpool chelsea arsenal barcelona realmadrid juventus
  michael jennifer jessica jordan daniel thomas andrew charlie robert matthew george anthony william joshua
  ashley amanda nicole michelle alexander alexandra elizabeth samantha stephanie christian christopher
  summer winter spring autumn herbst sommer monday friday sunday january december november september october
  computer internet google facebook linkedin youtube microsoft windows apple samsung android iphone amazon
  trustno trustnoone nothing whatever blahblah asshole fuckyou fuckoff freedom forever unknown access secure
  killer hunter ranger rockyou rockstar metallica nirvana slipknot matrix ninja samurai pirate wizard
  cookie chocolate banana strawberry cheese coffee pepper ginger flower orange purple yellow silver golden
  hello hellohello helloworld goodbye jesus jesuschrist godisgood blessed angel heaven church family
  london berlin paris moscow newyork america canada australia germany england scotland brazil mexico
  corvette ferrari porsche mercedes harley yamaha honda toyota bmw audi jaguar
  company business manager office service support server oracle cisco database postgres mysql
  prometheus grafana plumbline kubernetes docker ubuntu debian linux
  abcdefghijklmnopqrstuvwxyz
`;

const stems = new Set(STEMS.trim().split(/\s+/));

const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/**
 * Whether a password is among the first that an attacker tries: digits alone, one or two characters repeated, or a
 * common stem with digits and signs around it, also doubled or written with look-alikes (`P@ssw0rd2024!`).
 */
export function isCommonPassword(password: string): boolean {
  const text = password.toLowerCase();
  if (/^\d+\W?$/.test(text) || new Set(text).size <= 2) return true;
  return [text, withoutLookalikes(text), withoutLookalikes(bare(text))].map(bare).some(isStem);
}

function isStem(word: string): boolean {
  const half = word.slice(0, word.length / 2);
  return stems.has(word) || (word === half + half && stems.has(half));
}

/** Without the digits and signs around the letters. */
function bare(text: string): string {
  return text.replaceAll(/^[\d\W_]+|[\d\W_]+$/g, '');
}

function withoutLookalikes(text: string): string {
  return [...text].map((character) => LOOKALIKES[character] ?? character).join('');
}
