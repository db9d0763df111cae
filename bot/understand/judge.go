package understand

import "math"

// verdict is one thing that a judge decides about a text.
type verdict int

const (
	isNow   verdict = iota // agents are there now, or somebody is being taken now
	isLeave                // whoever wrote wants no more texts
	isAside                // it is about nothing that the hotline knows
	verdicts
)

// judge decides yes or no about a text by the sum of the weights of its features, in all languages with the same weights: logistic regression. What
// one language has learned of two meanings together, all know.
type judge struct {
	weights [][verdicts]int16 // by a part of the feature's bits, in 1/judgeUnit
	taught  []uint64          // a bit for each feature that was taught, by more of its bits: others must not borrow its weights
}

// example is a text with what it is: 1 yes, 0 no, and dontKnow.
type example struct {
	features []weighed
	is       [verdicts]float32
	counts   float32 // how much it counts
}

const dontKnow = -1

const (
	judgeBits  = 18
	taughtBits = 21
	judgeUnit  = 2048
	rounds     = 3
	pace       = 0.25 // of learning, see AdaGrad
	forgetting = 2e-5
	settled    = 0.005 // an error so small teaches nothing
)

// teach makes a judge from examples, in their order and so the same each time. The pace of each weight falls as it learns (AdaGrad, Duchi and others 2011).
func teach(examples []example) judge {
	l := learner{make([][verdicts]float32, 1<<judgeBits), make([][verdicts]float32, 1<<judgeBits)}
	for range rounds {
		for n := range examples {
			// Examples come language by language: a stride that shares no factor with their number mixes them.
			l.learn(&examples[n*stride%len(examples)])
		}
	}
	j := judge{make([][verdicts]int16, 1<<judgeBits), make([]uint64, 1<<taughtBits/64)}
	for at, w := range l.weights {
		for v, x := range w {
			j.weights[at][v] = int16(min(max(x*judgeUnit, math.MinInt16), math.MaxInt16))
		}
	}
	for _, e := range examples {
		for _, f := range e.features {
			at := f.feature >> (32 - taughtBits)
			j.taught[at/64] |= 1 << (at % 64)
		}
	}
	return j
}

// stride is a prime: only if the number of examples were a multiple of it would some be met more often than others.
const stride = 7919

// learner is a judge that still learns.
type learner struct{ weights, paces [][verdicts]float32 }

func (l *learner) learn(e *example) {
	length := lengthOf(e.features)
	var sums [verdicts]float32
	for _, f := range e.features {
		for v, w := range l.weights[f.feature&(1<<judgeBits-1)] {
			sums[v] += w * f.weight * length
		}
	}
	for v := range verdicts {
		if e.is[v] == dontKnow {
			continue
		}
		wrong := (e.is[v] - logistic(sums[v]+doubt)) * e.counts * length
		if max(wrong, -wrong) < settled {
			continue
		}
		for _, f := range e.features {
			at := f.feature & (1<<judgeBits - 1)
			step := wrong * f.weight
			l.paces[at][v] += step * step
			w := &l.weights[at][v]
			*w += pace*step/float32(math.Sqrt(float64(l.paces[at][v])+1e-6)) - forgetting**w
		}
	}
}

// lengthOf is what the features of a text are multiplied by, so that a long text does not shout.
func lengthOf(features []weighed) float32 {
	norm := float32(1)
	for _, f := range features {
		norm += f.weight * f.weight
	}
	return float32(1 / math.Sqrt(float64(norm)))
}

// What a text sums up to before any feature speaks: a little below even; and how much lower where hardly anything speaks, for an address or a name is
// no report and no opt-out.
const (
	doubt   = -1
	silence = -4
)

// of are the weights of a feature, nil when nobody taught it.
func (j *judge) of(f feature) *[verdicts]int16 {
	at := f >> (32 - taughtBits)
	if j.taught[at/64]&(1<<(at%64)) == 0 {
		return nil
	}
	return &j.weights[f&(1<<judgeBits-1)]
}

// likely is how likely each verdict is, from 0 to 1.
func (j *judge) likely(features []weighed) [verdicts]float32 {
	var sums, spoken [verdicts]float32 // what speaks for a verdict, and what speaks for or against it
	for _, f := range features {
		weights := j.of(f.feature)
		if weights == nil {
			continue
		}
		for v, w := range weights {
			x := float32(w) * f.weight
			sums[v] += x
			spoken[v] += max(x, -x)
		}
	}
	length := lengthOf(features) / judgeUnit
	for v := range sums {
		quiet := math.Exp(-4 * float64(spoken[v]*length))
		sums[v] = logistic(sums[v]*length + doubt + silence*float32(quiet))
	}
	return sums
}

func logistic(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }
