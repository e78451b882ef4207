/// What the server says, in its own spelling (see /openapi.json). Unknown fields are ignored.

export interface SeatInfo {
  seat: string;
  model: string;
  position?: string | null;
  name?: string | null;
  profile?: string;
  is_local?: boolean;
}

export interface Usage {
  prompt_tokens?: number;
  completion_tokens?: number;
  total_tokens?: number;
}

export interface Judge {
  model: string;
  family?: string | null;
  is_small?: boolean;
  is_participant?: boolean;
  same_family_as?: string[];
}

export interface Vote {
  judge: string;
  order: string[];
  valid: boolean;
  preference: number | null;
  method?: string;
  reason?: string | null;
}

export interface Flip {
  seat: string;
  from: string;
  to: string;
  round?: number;
  argued_by?: string[];
}

export interface Claim {
  id: string;
  text: string;
  holders: string[];
  status: string;
  evidence: { quote: string; quote_match: boolean; turn: string | null }[];
}

export interface Verdict {
  outcome: "winner" | "tie" | "too_close" | "no_decision";
  winner: string | null;
  margin: number;
  ranking?: { seat: string; score: number; interval?: [number, number] }[];
  answer: string;
  reasons?: string[];
  panel: {
    judges: Judge[];
    votes_valid: number;
    votes_invalid: number;
    swap_consistency: number | null;
    agreement: number | null;
    interval: [number, number];
  };
  votes: Vote[];
  criteria?: { seat: string; total: number | null; scores: Record<string, { mean: number; order_gap: number; ballots: number }> }[];
  claims?: Claim[];
  cruxes?: string[];
  agreements?: string[];
  assessment?: { ballots: number; missing: { judge: string; reason: string }[] };
  did_debate_change_anything?: { first_round_winner?: string | null; last_round_winner?: string | null; flips?: Flip[] } | null;
  minority_report?: string | null;
  flags: string[];
}

export interface Model {
  id: string;
  owned_by?: string;
}

export interface DebateRow {
  id: string;
  status: string;
  question: string;
  created_at?: string | number;
  seats?: SeatInfo[];
  verdict?: Verdict | null;
}

/// What `POST /v1/debates` takes.
export interface DebateRequest {
  question: string;
  seats: { model: string; position?: string }[];
  rounds: number;
  judges?: { model: string }[];
  budget?: { usd: number };
  idempotency_key: string;
}
