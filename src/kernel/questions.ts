import type { Message } from "./protocol/wire.js";

/** What the user is asked, and under which request. */
export interface Question {
  readonly id: number;
  readonly prompt: string;
  readonly password: boolean;
  /** Whether the evaluator does something else until it has the answer. */
  readonly later: boolean;
  readonly context: string;
}

/** What the user has said, or why there is no answer. */
export type QuestionAnswer = { readonly value: string } | { readonly error: string } | { readonly stopped: true };

/** How questions reach the user, and answers those who wait for them. */
export interface QuestionChannel {
  requestOf(context: string): Message | undefined;
  ask(question: Question, request: Message): void;
  answer(question: Question, answer: QuestionAnswer): void;
}

/** Questions that wait for the user's answer: the first has been asked, the others come after it. */
export class Questions {
  readonly #channel: QuestionChannel;
  #waiting: Question[] = [];

  constructor(channel: QuestionChannel) {
    this.#channel = channel;
  }

  add(question: Question): void {
    this.#waiting.push(question);
    if (this.#waiting.length === 1) this.#askNext();
  }

  /** An answer that nobody waits for would be taken for that of the next question. */
  answer(answer: QuestionAnswer): void {
    const question = this.#waiting.shift();
    if (question) this.#channel.answer(question, answer);
    this.#askNext();
  }

  /** Nobody waits for the answers any more, as the cells have been stopped. */
  cancel(): void {
    for (const question of this.#waiting.splice(0)) this.#channel.answer(question, { stopped: true });
  }

  /** Those who asked are gone. */
  forget(): void {
    this.#waiting = [];
  }

  #askNext(): void {
    const [question] = this.#waiting;
    if (!question) return;
    const request = this.#channel.requestOf(question.context);
    if (!request || request.content.allow_stdin === false) {
      this.answer({ error: "this frontend cannot ask the user for input" });
    } else this.#channel.ask(question, request);
  }
}
