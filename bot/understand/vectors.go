package understand

import (
	"math"
	"slices"
)

// vectors compare a text with classes of texts by the cosine of their weighed features. A feature weighs more the fewer classes have it (TF-IDF).
// The tables are flat, so that those of twelve languages fit into a few megabytes. The zero value knows no class.
type vectors struct {
	keys     []feature // in order
	from     []uint32  // of each key: its first posting; one more at the end
	postings []posting
	rare     []float32 // by the number of classes that have a feature: its inverse document frequency
	unknown  float32   // the weight of a feature that no class has
}

// posting is how much a feature speaks for a class, in 1/postingUnit.
type posting struct{ class, weight uint16 }

const postingUnit = 1 << 15

// seen is one mention of a feature in a class: the feature, the class and the weight in 1/256, in this order from the highest bits, so that sorting
// numbers brings together what belongs together.
type seen uint64

func newSeen(f feature, class uint16, weight float32) seen {
	return seen(f)<<32 | seen(class)<<16 | seen(min(weight*weightUnit, 1<<16-1))
}

const weightUnit = 256

func (s seen) feature() feature { return feature(s >> 32) }

func (s seen) class() uint16 { return uint16(s >> 16) }

func (s seen) weight() float32 { return float32(s&0xffff) / weightUnit }

// in is the same mention under another number of its class.
func (s seen) in(class uint16) seen { return s&^(0xffff<<16) | seen(class)<<16 }

// unknownPart is how much a feature that nobody taught counts against a match, as a part of the weight of the rarest.
const unknownPart = 0.6

// learn makes vectors of everything that was seen. It sorts what it is given.
func learn(all []seen, classes int) vectors {
	slices.Sort(all)
	v := vectors{unknown: float32(math.Log(float64(classes+1))) * unknownPart}
	for n := range classes + 1 {
		v.rare = append(v.rare, float32(math.Log(float64(classes+1)/float64(max(n, 1)))))
	}
	var weights []float32
	norms := make([]float64, classes)
	for len(all) > 0 {
		var same []seen
		same, all = cut(all, seen.feature)
		weights = v.add(same, weights, norms)
	}
	v.from = append(v.from, uint32(len(v.postings)))
	for i, p := range v.postings {
		v.postings[i].weight = uint16(weights[i] / float32(math.Sqrt(norms[p.class])) * postingUnit)
	}
	v.keys, v.from, v.postings = slices.Clone(v.keys), slices.Clone(v.from), slices.Clone(v.postings) // without the room for more
	return v
}

// cut returns the mentions that have the same as the first, and the others.
func cut[K comparable](all []seen, of func(seen) K) (same, rest []seen) {
	n := 1
	for n < len(all) && of(all[n]) == of(all[0]) {
		n++
	}
	return all[:n], all[n:]
}

// add files one feature, of which these are all mentions, and appends the weights of its postings.
func (v *vectors) add(same []seen, weights []float32, norms []float64) []float32 {
	v.keys, v.from = append(v.keys, same[0].feature()), append(v.from, uint32(len(v.postings)))
	first := len(v.postings)
	for len(same) > 0 {
		var here []seen
		here, same = cut(same, seen.class)
		sum := float32(0)
		for _, s := range here {
			sum += s.weight()
		}
		v.postings, weights = append(v.postings, posting{class: here[0].class()}), append(weights, damped(sum))
	}
	rare := v.rare[len(v.postings)-first]
	for i := first; i < len(v.postings); i++ {
		weights[i] *= rare
		norms[v.postings[i].class] += float64(weights[i]) * float64(weights[i])
	}
	return weights
}

// damped lets the tenth mention count less than the first.
func damped(n float32) float32 {
	if n < 1 {
		return n
	}
	return 1 + float32(math.Log(float64(n)))
}

// score says how well each class fits a text, from 0 to 1. It adds to into, which must be as long as there are classes.
func (v *vectors) score(text []weighed, into []float32) {
	norm := float32(0)
	for _, f := range text {
		postings := v.of(f.feature)
		if postings == nil {
			x := f.weight * v.unknown
			norm += x * x
			continue
		}
		x := f.weight * v.rare[len(postings)]
		norm += x * x
		for _, p := range postings {
			into[p.class] += x * float32(p.weight)
		}
	}
	if norm == 0 {
		return
	}
	length := float32(1/math.Sqrt(float64(norm))) / postingUnit
	for c := range into {
		into[c] *= length
	}
}

// of are the classes that have a feature, nil when none has.
func (v *vectors) of(f feature) []posting {
	k, known := slices.BinarySearch(v.keys, f)
	if !known {
		return nil
	}
	return v.postings[v.from[k]:v.from[k+1]]
}

// speaks is how much a feature of a text speaks for a class, before the text's length is taken into account.
func (v *vectors) speaks(f weighed, class int) float32 {
	postings := v.of(f.feature)
	for _, p := range postings {
		if int(p.class) == class {
			return f.weight * v.rare[len(postings)] * float32(p.weight) / postingUnit
		}
	}
	return 0
}
