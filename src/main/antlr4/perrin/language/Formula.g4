// Formulas and step programs. A method's step, an energy and the definition of a function are all written in this language.
grammar Formula;

formula : expression EOF ;

program : (assignment ';'?)* EOF ;

assignment : NAME '=' expression ;

// Alternatives bind from tightest to loosest: -x^2 is -(x^2), 2^-1 is allowed, a^b^c is a^(b^c).
expression
    : NUMBER                                                          # number
    | WORD                                                            # word
    | NAME '(' (expression (',' expression)*)? ')'                    # call
    | NAME                                                            # name
    | '(' expression ')'                                              # parentheses
    | <assoc = right> expression hat = '^' expression                 # power
    | sign = ('-' | '+') expression                                   # signed
    | expression operator = ('*' | '/') expression                    # product
    | expression operator = ('+' | '-') expression                    # sum
    | expression operator = ('<' | '<=' | '>' | '>=' | '==') expression # comparison
    ;

WORD   : '0x' [0-9a-fA-F]+ ;
NUMBER : (DIGIT+ ('.' DIGIT*)? | '.' DIGIT+) ([eE] [+-]? DIGIT+)? ;
NAME   : [a-zA-Z_] [a-zA-Z_0-9]* ;
COMMENT : '#' ~[\r\n]* -> skip ;
SPACE  : [ \t\r\n]+ -> skip ;

// Everything else becomes a token of its own, so that the parser reports it with its place.
OTHER  : . ;

fragment DIGIT : [0-9] ;
