import type { Questions } from '../../terminal/index.js';

/** A choice that the files do not settle, and how the user makes it. */
export interface Guess {
  /** What is chosen, such as `the positive class`. */
  readonly what: string;
  /** `Which is` what is chosen, by default. */
  readonly question?: string;
  readonly value: string;
  /** Why this value. */
  readonly why: string;
  /** Whether the files leave hardly a doubt. */
  readonly sure: boolean;
  /** The option that sets it, such as `--positive`. */
  readonly flag: string;
  /** All possible values; any text without them. */
  readonly choices?: readonly string[];
}

/** Collects what was guessed. On a terminal the user is asked where a guess is unsure. */
export class Guesses {
  readonly made: Guess[] = [];

  /** @param questions undefined when nobody can answer */
  constructor(private readonly questions: Questions | undefined) {}

  /** The value of a guess, or what the user answers. */
  async decide(guess: Guess): Promise<string> {
    const value =
      guess.sure || this.questions === undefined ? guess.value : await this.ask(this.questions, guess);
    const isChanged = value !== guess.value;
    this.made.push(isChanged ? { ...guess, value, why: 'your answer', sure: true } : guess);
    return value;
  }

  private ask(questions: Questions, guess: Guess): Promise<string> {
    const { what, value, why, choices, question = `Which is ${what}?` } = guess;
    const options = choices === undefined ? '' : ` (${choices.join(', ')})`;
    return questions.ask(`${question}${options} The guess is ${value}: ${why}.`, value, choices);
  }
}
