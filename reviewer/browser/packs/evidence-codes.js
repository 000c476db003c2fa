/**
 * The codes of rules.json in the words of the members' English pages: inside an evidence package nothing is translated, and who
 * reads it has no other page of the line.
 */

/** By the name of the list. @type {Readonly<Record<string, Readonly<Record<string, string>>>>} */
export const CODE_WORDS = {
  states: {
    received: 'Received',
    acknowledged: 'Acknowledged',
    conflict_check: 'Conflicts of interest checked',
    triage: 'In triage',
    need_info: 'More information needed',
    accepted: 'Accepted for investigation',
    investigating: 'Under investigation',
    counsel_engaged: 'Under investigation, with counsel',
    findings: 'Findings made',
    remediation: 'Being put right',
    feedback_given: 'Feedback given',
    closed: 'Closed',
    referred: 'Referred to somebody else',
    merged: 'Merged into another case',
    not_a_complaint: 'Closed: not a complaint',
    reopened: 'Reopened',
    retained: 'Closed and kept',
    due_for_review: 'Kept, due for review',
    destroyed: 'Destroyed',
  },
  categories: {
    fraud_statements: 'Fraud in financial statements or their audit',
    fraud_records: 'Fraud in financial records',
    control_deficiency: 'Weak or bypassed internal controls',
    misrepresentation: 'False statements to or by officers or the auditor',
    reporting_deviation: 'Departure from full and fair reporting',
    gaap_misapplication: 'Accounting rules wrongly applied',
    auditor_influence: 'Improper influence on the auditor',
    retaliation: 'Retaliation',
    related_party: 'Related parties, bribery or insider dealing',
    attorney_report: 'Report by an attorney',
    other: 'Something else, or not sure',
  },
  severities: {
    S1: 'S1: officer, director or auditor, possibly material, or a threat',
    S2: 'S2: significant weakness, or a manager',
    S3: 'S3: isolated',
    S4: 'S4: a question',
  },
  detriments: {
    none: 'No risk seen',
    low: 'Low',
    medium: 'Medium',
    high: 'High',
  },
  levels: {
    unknown: 'Not known',
    staff: 'Staff',
    manager: 'Manager',
    officer: 'Officer',
    director: 'Director',
    auditor: 'The auditor',
  },
  materialities: {
    unknown: 'Not known',
    not_material: 'Not material',
    possibly_material: 'Possibly material',
    material: 'Material',
  },
  outcomes: {
    substantiated: 'Substantiated',
    partly: 'Substantiated in part',
    unsubstantiated: 'Not substantiated',
    inconclusive: 'Inconclusive',
    out_of_scope: 'Out of scope',
    referred: 'Referred',
    duplicate: 'Known from another case',
    withdrawn: 'Withdrawn',
    not_a_complaint: 'Not a complaint',
  },
  channels: {
    line: 'This line',
    letter: 'Letter',
    phone: 'Telephone',
    in_person: 'In person',
    mail: 'E-mail',
    auditor: 'Through the auditor',
    counsel: 'Through counsel',
    other: 'Another way',
  },
  classes: {
    general: 'General',
    fraud: 'Substantiated fraud',
    out_of_scope: 'Out of scope',
    spam_or_test: 'Spam or a test',
  },
  profiles: {
    us: 'United States',
    eu: 'European Union',
    de: 'Germany',
    fr: 'France',
    it: 'Italy',
    es: 'Spain',
  },
  links: {
    related: 'It is about something related',
    duplicate: 'It is about the same',
    continues: 'It continues that one',
  },
  relations: {
    employee: 'Employee',
    former: 'Former employee',
    supplier: 'Supplier or contractor',
    shareholder: 'Shareholder',
    other: 'Other',
  },
  items: {
    report: 'A report',
    followup: 'What the reporter added',
    test: 'A test of the line',
  },
};

/**
 * @param {string} list
 * @param {unknown} code
 * @returns {string} the code itself where there are no words for it, '' for none
 */
export function codeWord(list, code) {
  const words = CODE_WORDS[list] ?? {};
  return Object.hasOwn(words, String(code)) ? words[String(code)] : String(code ?? '');
}
