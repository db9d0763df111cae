package understand_test

import "testing"

func TestOnlyWordsThatMayBeAQuestionAskSomething(t *testing.T) {
	r := reader(t)
	for text, want := range map[string]bool{
		"do you sell pizza": true, "披萨": true, "can my cousin visit": true,
		"Hola!": false, "7": false, "two": false, "😀😀": false, "": false, "??": false, "START": false, "menu": false, "GO 417KDX": false, "go 8": false, "60623": false,
	} {
		if got := r.Asks(text); got != want {
			t.Errorf("%q asks: %t", text, got)
		}
	}
}

func TestTheSameWordsHaveOneKeyHoweverTheyAreSpelled(t *testing.T) {
	r := reader(t)
	for _, text := range []string{"Do you sell PIZZA?", "do you seeell  pizza", "do you sell pizzа"} { // the last а is Cyrillic
		if r.Key(text) != r.Key("do you sell pizza") {
			t.Errorf("%q is %q", text, r.Key(text))
		}
	}
	if r.Key("do you sell pizza") == r.Key("do you sell bread") {
		t.Error("other words have the same key")
	}
}
