import { MasterKeyError, type MasterKeyErrorCode } from '@/lib/vault/errors';

/** What was asked of KMS, as the verb of the sentence. */
export type KmsAct = 'make' | 'wrap' | 'unwrap';

interface Problem {
  code: MasterKeyErrorCode;
  because: string;
  remedy: string;
}

const UNREACHABLE: Problem = {
  code: 'unavailable',
  because: 'it cannot be reached over the network',
  remedy: 'check this machine’s way out and AWS_ENDPOINT_URL_KMS',
};
const SLOW: Problem = {
  code: 'unavailable',
  because: 'it did not answer in time',
  remedy: 'check this machine’s way out and try again in a minute',
};
const THROTTLED: Problem = {
  code: 'unavailable',
  because: 'it throttles the requests of this account',
  remedy: 'try again in a minute, or have the request quota raised',
};
const FAILING: Problem = {
  code: 'unavailable',
  because: 'it has a failure of its own',
  remedy: 'try again in a minute',
};
const NO_CREDENTIALS: Problem = {
  code: 'refused',
  because: 'there are no valid AWS credentials here',
  remedy: 'give the process an IAM role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
};
const DENIED: Problem = {
  code: 'refused',
  because: 'the AWS credentials do not allow it',
  remedy: 'allow them kms:Decrypt, kms:GenerateDataKey and kms:Encrypt on that key',
};
const NO_REGION: Problem = { code: 'refused', because: 'no region is set', remedy: 'set AWS_REGION' };
const NO_SUCH_KEY: Problem = {
  code: 'refused',
  because: 'there is no such key in this region and account',
  remedy: 'check KMS_KEY_ID and AWS_REGION',
};
const NOT_A_KEY: Problem = {
  code: 'refused',
  because: 'it takes that for no key',
  remedy: 'set KMS_KEY_ID to a key id, a key ARN or an alias such as alias/jed-board',
};

/** By the name of the error, as the KMS API reference and the SDK give it. */
const PROBLEMS: Readonly<Record<string, Problem>> = {
  ThrottlingException: THROTTLED,
  LimitExceededException: THROTTLED,
  TooManyRequestsException: THROTTLED,
  AccessDeniedException: DENIED,
  UnrecognizedClientException: NO_CREDENTIALS,
  InvalidClientTokenId: NO_CREDENTIALS,
  InvalidSignatureException: NO_CREDENTIALS,
  IncompleteSignature: NO_CREDENTIALS,
  MissingAuthenticationTokenException: NO_CREDENTIALS,
  ExpiredTokenException: NO_CREDENTIALS,
  CredentialsProviderError: NO_CREDENTIALS,
  NotFoundException: NO_SUCH_KEY,
  InvalidArnException: NOT_A_KEY,
  ValidationException: NOT_A_KEY,
  DisabledException: {
    code: 'refused',
    because: 'that key is disabled',
    remedy: 'enable it again in AWS KMS',
  },
  KMSInvalidStateException: {
    code: 'refused',
    because: 'that key is not usable in its state, such as pending deletion',
    remedy: 'cancel its deletion and enable it in AWS KMS',
  },
  InvalidKeyUsageException: {
    code: 'refused',
    because: 'that key is not a symmetric one for encryption',
    remedy: 'set KMS_KEY_ID to one of the type SYMMETRIC_DEFAULT',
  },
  IncorrectKeyException: {
    code: 'wrong',
    because: 'another KMS key wrapped it',
    remedy: 'set KMS_KEY_ID to the key that did',
  },
  // KMS gives one answer for both, on purpose.
  InvalidCiphertextException: {
    code: 'wrong',
    because: 'the wrap is damaged, or was made for another version or application',
    remedy: 'restore the table master_keys from your backup',
  },
  KeyUnavailableException: FAILING,
  DependencyTimeoutException: FAILING,
  KMSInternalException: FAILING,
  InternalFailure: FAILING,
  ServiceUnavailableException: FAILING,
  TimeoutError: SLOW,
};

const NETWORK =
  /^(ECONN|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|EPIPE|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|ERR_TLS)/;

/**
 * The one sentence for a call that failed. The SDK's own message is not repeated: it names accounts and roles, and is
 * written for whoever wrote the call.
 */
export function kmsProblem(error: unknown, act: KmsAct, version: number, where: string): MasterKeyError {
  const { code, because, remedy } = problemOf(error);
  return new MasterKeyError(
    code,
    `${where} does not ${act} master key ${version}, because ${because}`,
    remedy,
  );
}

/** Why KMS did not do it, to stand after "because". */
export function kmsReason(error: unknown): string {
  return problemOf(error).because;
}

function problemOf(error: unknown): Problem {
  if (!(error instanceof Error)) return FAILING;
  // By code first: to the SDK a connection that was cut off is a TimeoutError too.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (NETWORK.test(code)) return UNREACHABLE;
  if (code === 'ETIMEDOUT') return SLOW;
  const known = Object.hasOwn(PROBLEMS, error.name) ? PROBLEMS[error.name] : undefined;
  if (known !== undefined) return known;
  // The SDK has no name for this one.
  if (/region is missing/i.test(error.message)) return NO_REGION;
  // A name is a word of the protocol's or the SDK's; a message may be anything.
  return /^[A-Za-z]{1,60}$/.test(error.name) ? { ...FAILING, because: `of ${error.name}` } : FAILING;
}
