// 一次打开：跟学习平台打招呼，存进度，报成绩和每题的对错，最后说再见。平台没有收下的，说得出是哪一句。

/**
 * Whether the LMS takes anything: there is none, it refused, it only shows, or lets look in, or it does.
 * @typedef {'none' | 'refused' | 'review' | 'browse' | 'normal'} ScormStanding
 */

/**
 * How one question was answered, in the words of SCORM 1.2.
 * @typedef {{ id: string, type: 'choice' | 'sequencing' | 'matching' | 'fill-in', response: string, pattern: string, isRight: boolean }} ScormInteraction
 */

/** @typedef {{ call: string, code: string, words: string }} ScormTrouble what the LMS did not take */

/**
 * `isTaken`: the LMS has the score that counts; `best`: which that is.
 * @typedef {{ isTaken: boolean, best: number, isPassed: boolean }} ScormReported
 */

/**
 * @typedef {object} ScormSession
 * @property {() => ScormStanding} standing
 * @property {() => { status: string, score: number | null, pass: number | null }} known what the LMS knew when the page opened, or was told since; `pass`: its own mark, if it has one
 * @property {() => string} suspended what was kept the last time
 * @property {(text: string, location: string) => void} save tells the LMS at once, and has it written now and then
 * @property {(score: number, isPassed: boolean, interactions: readonly ScormInteraction[]) => ScormReported} report of several scores the best is kept
 * @property {() => boolean} complete all was practised
 * @property {(isUrgent: boolean) => boolean} commit whether the LMS has written all that it was told
 * @property {() => boolean} finish ends it, to be resumed; whether the LMS has all
 * @property {() => ScormTrouble | null} trouble the last one; none once all went well again
 */

/**
 * @typedef {object} ScormSessionApi
 * @property {(api: ScormApi | null, clock: () => number) => ScormSession} createSession the clock counts milliseconds
 * @property {(question: TrainerQuestion, answer: TrainerAnswer | undefined) => ScormInteraction} interactionOf
 * @property {(milliseconds: number) => string} timeSpan
 */

(() => {
  'use strict';

  const scope = /** @type {ScormScope} */ (globalThis);
  const scorm = /** @type {ScormNamespace} */ (scope.scorm = scope.scorm || {});
  const scoring = /** @type {TrainerScoringApi} */ (scope.trainer?.scoring);

  // A server is not asked to write more often than this, but for what must not be lost.
  const SOME_TIME = 30_000;
  const LONGEST_RESPONSE = 255;
  const LONGEST_SESSION = 9999 * 3_600_000;

  /** As SCORM 1.2 writes it: hours, minutes, seconds and hundredths. @param {number} milliseconds */
  function timeSpan(milliseconds) {
    const hundredths = Math.floor(Math.min(Math.max(milliseconds, 0), LONGEST_SESSION) / 10);
    const [hours, minutes, seconds] = [Math.floor(hundredths / 360_000), Math.floor(hundredths / 6000) % 60, Math.floor(hundredths / 100) % 60];
    const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
    return `${two(hours)}:${two(minutes)}:${two(seconds)}.${two(hundredths % 100)}`;
  }

  // --- answers in the words of SCORM --------------------------------------------------------------

  /** @param {number} place */
  function letter(place) {
    return String.fromCharCode(97 + place);
  }

  /**
   * Items by number and letter, as they stand in the bank, not as they were shown.
   * @param {TrainerQuestion} question
   * @param {TrainerAnswer} answer
   */
  function responseOf(question, answer) {
    if (question.form === 'gaps') return answer.join(';').slice(0, LONGEST_RESPONSE);
    const places = answer.map(Number);
    if (question.form !== 'match') return places.map(letter).join();
    return places.flatMap((place, at) => (place < 0 ? [] : [`${at + 1}.${letter(place)}`])).join();
  }

  /**
   * @param {TrainerQuestion} question
   * @param {TrainerAnswer | undefined} answer
   * @returns {ScormInteraction}
   */
  function interactionOf(question, answer) {
    const types = /** @type {const} */ ({ order: 'sequencing', match: 'matching', gaps: 'fill-in', single: 'choice', multiple: 'choice', verdict: 'choice' });
    const given = answer || scoring.blank(question);
    return {
      id: question.id,
      type: types[question.form],
      response: given.some((one) => one !== '' && one !== -1) ? responseOf(question, given) : '',
      pattern: responseOf(question, scoring.rightAnswer(question)),
      isRight: scoring.isRight(question, given),
    };
  }

  // --- the talk -----------------------------------------------------------------------------------

  /**
   * @param {ScormApi | null} api
   * @param {() => number} clock
   * @returns {ScormSession}
   */
  function createSession(api, clock) {
    const began = clock();
    /** @type {Map<string, ScormTrouble>} by what was said; gone once it is taken */
    const troubles = new Map();
    let isOpen = false;
    let isUnwritten = false;
    let written = began;
    /** @type {Map<string, string>} what the LMS was told, so that it is not told twice */
    const told = new Map();

    /**
     * @param {string} what
     * @param {(api: ScormApi) => unknown} say
     */
    function heard(what, say) {
      try {
        if (api && String(say(api)) === 'true') {
          troubles.delete(what);
          return true;
        }
        troubles.set(what, { call: what, ...lastError() });
      } catch (error) {
        troubles.set(what, { call: what, code: '', words: error instanceof Error ? error.message : '' });
      }
      return false;
    }

    function lastError() {
      try {
        const code = String(api ? api.LMSGetLastError() : '');
        return { code, words: String(api ? api.LMSGetErrorString(code) : '') };
      } catch {
        return { code: '', words: '' };
      }
    }

    /** @param {string} name */
    function get(name) {
      try {
        const value = api && isOpen ? api.LMSGetValue(name) : '';
        return value === undefined || value === null ? '' : String(value);
      } catch {
        return '';
      }
    }

    /** @param {string} name */
    function numberIn(name) {
      const text = get(name).trim();
      const number = Number(text);
      return text && Number.isFinite(number) && number >= 0 && number <= 100 ? number : null;
    }

    /**
     * @param {string} name
     * @param {string} value
     */
    function set(name, value) {
      if (!takes() || told.get(name) === value) return takes();
      const isTaken = heard(name, (lms) => lms.LMSSetValue(name, value));
      if (isTaken) {
        told.set(name, value);
        isUnwritten = true;
      }
      return isTaken;
    }

    const takes = () => isOpen && standing !== 'review';

    /** @returns {ScormStanding} */
    function open() {
      if (!api) return 'none';
      if (!heard('LMSInitialize', (lms) => lms.LMSInitialize(''))) return 'refused';
      isOpen = true;
      const mode = get('cmi.core.lesson_mode');
      return mode === 'review' || mode === 'browse' ? mode : 'normal';
    }

    const standing = open();
    const suspended = get('cmi.suspend_data');
    let status = get('cmi.core.lesson_status');
    let score = numberIn('cmi.core.score.raw');
    const pass = numberIn('cmi.student_data.mastery_score');
    if (status === 'not attempted' || status === '') setStatus(standing === 'browse' ? 'browsed' : 'incomplete');
    // Said at once: a window that is closed in haste is still one that can be resumed.
    set('cmi.core.exit', 'suspend');
    commit(true);

    /** @param {string} value */
    function setStatus(value) {
      const isTaken = set('cmi.core.lesson_status', value);
      if (isTaken) status = value;
      return isTaken;
    }

    /** @param {boolean} isUrgent */
    function commit(isUrgent) {
      if (!takes() || !isUnwritten) return takes();
      if (!isUrgent && clock() - written < SOME_TIME) return true;
      written = clock();
      set('cmi.core.session_time', timeSpan(clock() - began));
      const isWritten = heard('LMSCommit', (lms) => lms.LMSCommit(''));
      isUnwritten = !isWritten;
      return isWritten;
    }

    /**
     * @param {string} text
     * @param {string} location
     */
    function save(text, location) {
      set('cmi.suspend_data', text);
      set('cmi.core.lesson_location', location);
      commit(false);
    }

    /**
     * Each that has one more number than the last; an LMS need not take them.
     * @param {readonly ScormInteraction[]} interactions
     */
    function tell(interactions) {
      const start = Number(get('cmi.interactions._count') || NaN);
      if (!Number.isInteger(start)) return;
      for (const [place, { id, type, response, pattern, isRight }] of interactions.entries()) {
        const name = `cmi.interactions.${start + place}`;
        const isTaken = set(`${name}.id`, id) && set(`${name}.type`, type);
        if (!isTaken) break;
        set(`${name}.correct_responses.0.pattern`, pattern);
        if (response) set(`${name}.student_response`, response);
        set(`${name}.result`, isRight ? 'correct' : 'wrong');
      }
      for (const what of [...troubles.keys()]) if (what.startsWith('cmi.interactions.')) troubles.delete(what);
    }

    /**
     * @param {number} given
     * @param {boolean} isPassed
     * @param {readonly ScormInteraction[]} interactions
     * @returns {ScormReported}
     */
    function report(given, isPassed, interactions) {
      if (standing !== 'normal' || !isOpen) return { isTaken: false, best: given, isPassed };
      const isBetter = score === null || given >= score;
      const hasPassed = isPassed || status === 'passed';
      const isTold = !isBetter || ['min', 'max', 'raw'].every((part) => set(`cmi.core.score.${part}`, { min: '0', max: '100', raw: String(given) }[part] || ''));
      if (isTold && isBetter) score = given;
      const isSet = setStatus(hasPassed ? 'passed' : 'failed');
      tell(interactions);
      // What was told before but not written is not lost for being the same.
      isUnwritten = true;
      return { isTaken: commit(true) && isTold && isSet, best: isTold && score !== null ? score : given, isPassed: hasPassed };
    }

    function complete() {
      if (standing !== 'normal' || !isOpen) return false;
      return setStatus('completed') && commit(true);
    }

    function finish() {
      if (!isOpen) return false;
      set('cmi.core.session_time', timeSpan(clock() - began));
      const isWritten = commit(true);
      const isEnded = heard('LMSFinish', (lms) => lms.LMSFinish(''));
      isOpen = false;
      return isWritten && isEnded;
    }

    return {
      standing: () => standing,
      known: () => ({ status, score, pass }),
      suspended: () => suspended,
      save,
      report,
      complete,
      commit,
      finish,
      trouble: () => [...troubles.values()].pop() || null,
    };
  }

  scorm.session = { createSession, interactionOf, timeSpan };
})();
