/** A broken rule of a request body. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** predict answered with an error, or did not answer: then `status` is 0. */
export class ApiProblem extends Error {
  readonly issues: readonly Issue[];
  readonly retryAfterS: number | undefined;
  /** Everything that is wrong with a version that was sent. */
  readonly reasons: readonly string[];

  /** @param code the stable code of the problem document; `unreachable` without an answer. */
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    { issues = [], reasons = [], retryAfterS }: ProblemDetails = {},
  ) {
    super(detail);
    this.issues = issues;
    this.reasons = reasons;
    this.retryAfterS = retryAfterS;
  }
}

interface ProblemDetails {
  readonly issues?: readonly Issue[];
  readonly reasons?: readonly string[];
  readonly retryAfterS?: number;
}

interface ProblemDocument {
  readonly code?: string;
  readonly detail?: string;
  readonly issues?: readonly Issue[];
  readonly reasons?: readonly string[];
}

/** The problem document of an answer, or what its status says. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const { status, statusText } = response;
  const wait = Number(response.headers.get('Retry-After') || NaN);
  const retryAfterS = Number.isFinite(wait) ? wait : undefined;
  try {
    const { code = '', detail = statusText, issues, reasons } = (await response.json()) as ProblemDocument;
    return new ApiProblem(status, code, detail, { issues, reasons, retryAfterS });
  } catch {
    return new ApiProblem(status, '', statusText, { retryAfterS });
  }
}
