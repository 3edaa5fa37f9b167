# The price of attention
#
# Redraw with: gnuplot figures/attention.gp
# Other formats: gnuplot -e "format='pdf'" figures/attention.gp, or 'png'.
#
# Mesoscale, figure attention, parameters 454c809b9a68, seed 1, data 5fc5cc1985c91d9e

reset
set encoding utf8
if (!exists("format")) format = "svg"
folder = system("test -d figures && echo yes") eq "yes" ? "figures/" : ""
if (!exists("target")) target = folder . "attention." . format
# One picture in three formats: text of 8 points, lines, dashes and ticks of one length.
if (format eq "svg") set terminal svg dynamic size 672,720 \
  font "Liberation Sans,Arial,Helvetica,10.67" linewidth 1 background "white"
if (format eq "pdf") set terminal pdfcairo size 17.7800cm,19.0500cm \
  font "Liberation Sans,8" fontscale 0.75 linewidth 1.3333 dashlength 2 pointscale 1.3333
if (format eq "png") set terminal pngcairo size 2100,2250 \
  font "Liberation Sans,8" fontscale 3.125 linewidth 3.125 dashlength 2 pointscale 4.1667   background "white"
set output target

set border linewidth 0.7 front
ticscale = format eq "svg" ? 0.6 : 1
set tics nomirror front
set format ""
unset key
set bars (format eq "svg" ? 0.3 : 0.5)
# Error bars leave the lines around their points alone (0 would stand for the default).
set pointintervalbox 0.01

$law << EOD
# gate ratio still asymptote shift
0 0 0 -4 0
0.125 0.01370152152311559 0.004498307285595082 -3.5 0.008403139085203702
0.25 0.053013641336953715 0.019002844227240967 -3 0.03492373753969191
0.375 0.11343737296461882 0.046668321727501016 -2.5 0.08316559272854213
0.5 0.18962216930176926 0.0931038403450839 -2 0.1581360148639968
0.625 0.27686598979603094 0.1666157323068873 -1.5 0.26501252639788053
0.75 0.37173849573414325 0.27787329813637784 -1 0.40778962730559765
0.875 0.47210155585713987 0.4383300598198483 -0.5 0.5880875085592925
1 0.576919197055305 0.6571827310972216 0 0.8045387670322992
1.125 0.6860252299705013 0.9379805760166171 0.5 1.0531136352958475
1.25 0.7998581901906613 1.2770852338723269 1 1.3282656071001322
1.375 0.9191798666989099 1.6651882711757628 1.5 1.624232399621119
1.5 1.044844144013177 2.0906735541065706 2 1.935850876649461
1.625 1.177662549316941 2.5426174145271587 2.5 2.2587678114532497
1.75 1.3183472588281395 3.0123041972994407 3 2.5893164052374824
1.875 1.467499809248761 3.493460692479291 3.5 2.9243366985918393
2 1.625629809644811 3.9818562162756677 4 3.2610627560439522
2.125 1.7931685809409599 4.474751615659203 4.5 3.597085373243266
2.25 1.9704751626414907 4.970417752980351 5 3.9303599581069575
2.375 2.157854598945407 5.467779958393098 5.5 4.259227190922931
2.5 2.3555616618809756 5.9661766608304845 6 4.582425839709196
2.625 2.5637986763453178 6.4652029586716715 6.5 4.899089054233729
2.75 2.7827294615157383 6.964611916520429 7 5.208721347711959
2.875 3.0124775135329704 7.464253261178861 7.5 5.511158768293086
3 3.2531233984558194 7.964035663072446 8 5.806517492526109
EOD

$law_asymptote << EOD
# gate asymptote
1 0
1.125 0.5
1.25 1
1.375 1.5
1.5 2
1.625 2.5
1.75 3
1.875 3.5
2 4
2.125 4.5
2.25 5
2.375 5.5
2.5 6
2.625 6.5
2.75 7
2.875 7.5
3 8
EOD

$equilibrium << EOD
# spins information sigma memory attended unattended
1 0.14336707429730478 0 0.4005870168865201 0.537897329906206 0.537897329906206
2 0.19057254852142777 0 1.1224425332960715 0.5665036301825104 0.3641625061105183
3 0.2926472742054411 0 3.022384844786203 0.6760068793018283 0.12943118411734858
4 0.3206365871465643 0 16.244569832659383 0.7030920236786162 0.051159950965770126
5 0.337437311536359 0 60.01833397828546 0.7187143627920858 0.02253294875505526
6 0.34729699978772516 0 192.19428817504422 0.7280693346242237 0.0008298315565824269
EOD

$driven << EOD
# spins information sigma memory attended unattended
2 0.2135903210235991 0.03535487209424866 0.7261925586756841 0.5858036758204161 0.3220448747603485
3 0.3227722711008974 0.041516412724679284 1.9273909306142547 0.6961777441897625 0.10145282170811712
4 0.3963087088882315 0.0261065997907353 18.56919071161541 0.7439355171395168 0.11258347645484511
5 0.4381197814318711 0.014315851558427779 55.862985469119586 0.7710051256637567 0.023203971288435273
EOD

$blind << EOD
# spins information sigma memory attended unattended
2 0.14047593155051608 0 1.7214248142430544 0.5165003258455657 0.516500325845566
3 0.1478365957568036 0.005009061456588114 37.553913763245305 0.5398135739561634 0.5398135739561642
4 0.15292663306525525 0.0016764904444309544 220.69718227803327 0.5448542516225983 0.5448542516225979
EOD

$choice_2 << EOD
# sigma information memory attended unattended
0.1120857637987615 0.21776968913275654 0.5756090260524831 0.5886247962285545 0.30663946666814795
0.09265376869281873 0.2173854469967633 0.6002166249012982 0.5884165147069997 0.3090567864365705
0.07202077455568227 0.21666051001629774 0.633206487654303 0.5879630952898345 0.3123814496715667
0.05268394003239947 0.21546924054744723 0.6743545034470607 0.5871541878699968 0.31661937480347696
0.03535487209424876 0.21359032102359912 0.7261925586756839 0.5858036758204161 0.32204487476034854
0.02168301521508724 0.21094546894034358 0.786961702505732 0.5838133707583388 0.3284688132401038
0.01224582216530913 0.20769522668259122 0.8516953005800705 0.5812674163951812 0.3353433776283564
0.006355244924880342 0.20413364463654973 0.9153569879138475 0.5783744849684652 0.34211331570977693
0.0028759548258023284 0.20044085448981655 0.9761598167958008 0.5752728702757524 0.34858077001354504
0.001148695153265314 0.19717881250378144 1.0267000984502404 0.5724508065825408 0.3539585388552852
0.00042687776182213216 0.19475243541314707 1.0627728191363175 0.570302557266048 0.3577996514892631
0.00015326841652819797 0.1931343041654249 1.0862147871211245 0.5688466745831848 0.3602977840645915
5.091536105245697e-05 0.19206981089762692 1.10139379017209 0.5678787566072463 0.36191640248083
EOD

$choice_2_still << EOD
# sigma information
0.0001 0.19057254852142777
EOD

$choice_3 << EOD
# sigma information memory attended unattended
0.1838051025964211 0.33094881266949866 1.9208486748431928 0.7020450589102507 0.1314842713604225
0.1624630662586238 0.33052421779440977 2.040470207377448 0.7019471668143773 0.1355521951143837
0.13668455184434705 0.32961281996482217 2.217014472250342 0.7016186351437826 0.14142059767934168
0.0580990292039826 0.3245804022881817 1.7702615377638231 0.6973307707690326 0.09785767576378612
0.041516412724679284 0.3227722711008974 1.9273909306142547 0.6961777441897625 0.10145282170811712
0.02694122665418357 0.31993892533460927 2.112567909281499 0.6943653788423428 0.10580545683445235
0.015948181904484313 0.31613871194747895 2.3068767470741416 0.6919125075152488 0.11052898596148278
0.008602195809495247 0.31168502169534784 2.4916977818898203 0.6889990660873277 0.11518623723522252
0.004027821406801741 0.3068188307326078 2.660095122527893 0.685763963087105 0.11957495993829007
0.0016562435169910248 0.3023314009266218 2.792813873465444 0.6827302780900371 0.12312814958870857
0.0006293459576607366 0.2988744736757944 2.8829887415460025 0.6803588501117424 0.12558446718035404
0.00022946032579854777 0.2965071626634188 2.9393277276350416 0.6787169121687042 0.1271333893744944
7.701725559333726e-05 0.294920591715844 2.9747603263082603 0.6776080175933428 0.1281119766511437
EOD

$choice_3_still << EOD
# sigma information
0.0001 0.2926472742054411
EOD

$choice_4 << EOD
# sigma information memory attended unattended
0.07368157652169652 0.39862123956738976 9.590908077055966 0.7466280798492584 0.0951178284895234
0.061580914733628186 0.3983781844442496 10.718639620066366 0.7462519242432657 0.09798527257190778
0.04699960859756287 0.3978648562906125 12.627420062694643 0.7455622865833234 0.10251889330180997
0.03150371936848783 0.39690188119369735 16.11307537412067 0.7443676683143208 0.10950886728920803
0.0261065997907353 0.3963087088882315 18.56919071161541 0.7439355171395168 0.11258347645484511
0.020508181956534182 0.3952113431085345 22.235073971134952 0.7432025139740561 0.1166969277119918
0.01547492380109375 0.3934556941484685 27.335037654485564 0.742090398762379 0.1217191454400901
0.011341101097718942 0.39092212998906584 34.12911154930647 0.7405331398614561 0.12751982747188612
0.007957583297165824 0.3872654995297694 43.53973092662978 0.7383200735398212 0.1344250014449789
0.005395541617434161 0.3823116491075555 56.06248066120026 0.7353362654363056 0.1422893729419667
0.0035869083305896865 0.37606441272602226 71.73716581517878 0.7315584659661846 0.15076884996522677
0.0023399778604980435 0.36847398143621146 90.58988459280003 0.7269166622933223 0.1596771518007628
EOD

$choice_4_still << EOD
# sigma information
0.0001 0.3206365871465643
EOD

$parity_3 << EOD
# sigma information memory attended unattended
0.015592648672391315 0.0795312181105379 19.088460525289534 0.30169519028980857 -0.30116533476577306
0.013729057189333585 0.07949425870645523 20.257287422356157 0.30161278632903343 -0.3011426271567253
0.011628511450681712 0.07942025086314031 21.953168157114767 0.3014980615613348 -0.30107227419249744
0.00954229854218845 0.0792913631746876 24.27784692766723 0.3013386162519069 -0.3009027080721709
0.007522648688986277 0.07907130602313237 27.585420382937514 0.301095774350908 -0.3005371711359819
0.005701361589502132 0.07871603320769896 32.16768336589115 0.3007366970499286 -0.29989171810595144
0.004172136424883247 0.0781836857594677 38.23117363446761 0.3002498424328775 -0.2989519526086616
0.002951441776717199 0.07743616800615155 46.027576575471436 0.29962924005865915 -0.2977342503246922
0.0019679111154639116 0.0763740381423977 56.48690194859209 -0.29617435837631506 0.2988182330495108
0.0012375379620393518 0.07496359123211957 69.83099230015193 -0.2943499537021032 0.2978120132629431
0.0007385750137340923 0.07324345824292794 85.25005008383025 -0.29245069895983766 0.2966590935533968
0.00040993670587800244 0.07124821994485848 99.98226916621756 -0.2905920632424103 0.2955275659188464
0.0002191896827371864 0.06924126834966833 114.11494264944248 -0.288620964160943 -0.2945423300894574
EOD

$parity_3_still << EOD
# sigma information
0.0001 0.06339483165190436
EOD

$parity_4 << EOD
# sigma information memory attended unattended
0.09742644005646775 0.1775685306971801 4.951144187619639 0.01160756163706771 0.011607561637067788
0.08269381435666148 0.17727673762773336 5.163804078463732 0.011889924400878174 0.011889924400878169
0.06646315814495903 0.17670538206914183 5.467186348551538 0.012328441741760319 0.012328441741760373
0.050609323732373375 0.17572676213473665 5.869478114266766 0.01295406017819377 0.012954060178193843
0.0357903007820296 0.174116776437136 6.4065603766098995 0.013825700699478445 0.013825700699478376
0.025268842667932338 0.17206993974991583 6.516285631262648 0.01531963599436289 0.015319635994362793
0.016787525469291974 0.16912585722646847 6.715067878966977 0.01675027780931986 0.01675027780931979
0.010534176563134606 0.1653140876089472 7.015568009219571 0.01767469473226913 0.01767469473226924
0.0060317599445318445 0.16048137063454293 7.402510281494971 0.017575305433473777 0.017575305433473198
0.00309839468605297 0.15485620010516743 7.816934976868214 0.015833241151803925 0.015833241171788855
0.0014269770259000792 0.1491554674625688 8.120465956072675 0.012644196487412602 0.012644197439982208
0.0005911936570634402 0.14415974618028252 8.250500701362604 0.00900308241276054 0.009003084152085878
0.0002132720920976346 0.14020330260417957 8.258882137600441 0.005730579211517202 0.005730577979407207
EOD

$parity_4_still << EOD
# sigma information
0.0001 0.13377718929527924
EOD

$sampled_equilibrium << EOD
# place exact information information.error sigma sigma.error attended attended.error unattended unattended.error
2 0 0.19028609993152124 0.0006683497780505705 0 0 0.5663385886290749 0.0005865614143902916 0.3631657259149459 0.0009304132854522591
3 0 0.29217696190756826 0.0010992663282037084 0 0 0.6752926154102854 0.0006839859689434952 0.12811861993819781 0.0011751478752463132
4 0 0.3206019761848147 0.0011805857010423139 0 0 0.7030690938843764 0.0006459419847101251 0.05131070705242886 0.00146276698318873
EOD

$sampled_driven << EOD
# place exact information information.error sigma sigma.error attended attended.error unattended unattended.error
2 0.03535487209424866 0.21291845487581806 0.0006228613131910366 0.03476549119110609 0.0008382577874653155 0.5855188143476217 0.0004920398294046076 0.3219769969884913 0.0007757911105643562
3 0.041516412724679284 0.32365140077493315 0.0008088696464340048 0.0409414308071465 0.0007161435593850826 0.6967328925431816 0.0004912164496482564 0.10159121967062977 0.0011748094973161062
4 0.0261065997907353 0.3966745835597294 0.0010109139227655129 0.02609448088052654 0.0006297972486388835 0.7439574721525868 0.0004006993349224614 0.11401171054742817 0.0011808205829813164
EOD

$sampled_blind << EOD
# place exact information information.error sigma sigma.error attended attended.error unattended unattended.error
2 0 0.14084426901415625 0.0007489815631493112 0 0 0.5173185328076568 0.0007876983483412009 0.5160949975101035 0.0007145160913657393
3 0.005009061456588114 0.14850941103509285 0.0007144521122591526 0.004968712000527075 9.466405786597357e-05 0.540743216798971 0.0008411903467538838 0.5383809332165163 0.0008255708928621103
4 0.0016764904444309544 0.15277463585185203 0.0006953439138178787 0.0016997777473550376 2.8071982413615826e-05 0.5452808098984443 0.0007408101774962602 0.5450234866779865 0.0007380888557084782
EOD

$sampled_choice_2 << EOD
# place exact information information.error sigma sigma.error attended attended.error unattended unattended.error
0.01 0.1120857637987615 0.21844028945724236 0.000696644202396478 0.11252102998887649 0.0016660555284096366 0.5892020622492572 0.0005297098431178748 0.3049908178330341 0.0008014607990766175
0.1 0.03535487209424876 0.21435177511536097 0.0007462812816262639 0.03565487727834755 0.0008396616212601162 0.5864953956580756 0.000582858079825502 0.320883484891369 0.0007687296394089715
1 0.0028759548258023284 0.2003161501916031 0.0006823678337332998 0.0025613673390312407 0.0002736256429128672 0.5746377075392615 0.0006327161718347748 0.34866392445701266 0.0008051226769559223
EOD

$sampled_choice_3 << EOD
# place exact information information.error sigma sigma.error attended attended.error unattended unattended.error
0.01 0.1838051025964211 0.33179239785688 0.0008584711728649932 0.18829783524622187 0.002372492306776071 0.7023026149566003 0.0004675669630693681 0.13080894224514872 0.0008539212119232406
0.1 0.041516412724679284 0.32365140077493315 0.0008088696464340048 0.0409414308071465 0.0007161435593850826 0.6967328925431816 0.0004912164496482564 0.10159121967062977 0.0011748094973161062
1 0.004027821406801741 0.30632730110721873 0.0009554909714594483 0.003877185978197712 0.00024925057282593064 0.6855630926540016 0.0005334513407547821 0.11943055076805784 0.001309660561773241
EOD

$sampled_choice_4 << EOD
# place exact information information.error sigma sigma.error attended attended.error unattended unattended.error
0.01 0.07368157652169652 0.39855979069190717 0.0008527416890399387 0.07262822156245516 0.001469286938475676 0.7467857945712937 0.0003733035549532357 0.09437236768555626 0.0010894445607653963
0.1 0.0261065997907353 0.3966745835597294 0.0010109139227655129 0.02609448088052654 0.0006297972486388835 0.7439574721525868 0.0004006993349224614 0.11401171054742817 0.0011808205829813164
1 0.007957583297165824 0.3876622599986064 0.00104821429706208 0.007622633160194561 0.00016205458992969124 0.7383091045593938 0.0004516514229834769 0.1341167316881161 0.0009953078655532911
EOD

$sampled_parity_3 << EOD
# place exact information information.error sigma sigma.error attended attended.error unattended unattended.error
0.01 0.015592648672391315 0.07942895232131164 0.0005041425599702448 0.017284245717121872 0.0013019552508765789 0 0 0 0
0.1 0.007522648688986277 0.07886615502568928 0.0005036128951758444 0.007348228165839266 0.0006970313630726882 0 0 0 0
1 0.0019679111154639116 0.07604941789063391 0.0004014122101518644 0.0018293622170667205 0.00018563672600329116 0 0 0 0
EOD

$sampled_parity_4 << EOD
# place exact information information.error sigma sigma.error attended attended.error unattended unattended.error
0.01 0.09742644005646775 0.17625551422803287 0.0008406540382766084 0.09759944173268893 0.001787403165545124 0 0 0 0
0.1 0.0357903007820296 0.17509681250241993 0.0009403324992963858 0.033002903751687095 0.0011356190202082186 0 0 0 0
1 0.0060317599445318445 0.16157830802260253 0.0007980394376164938 0.006155357561499652 0.0004495112509177728 0 0 0 0
EOD

$sampled_ratio << EOD
# gate ratio ratio.error
0.5 0.195762371553041 0.003642574021454208
1 0.5751978251354082 0.003990442341776698
1.5 1.0517823866192515 0.005236154507656237
2 1.6190502593053608 0.008949162436223264
EOD

$triads << EOD
# sigma information product
158.21672633585735 0.08214062686366161 -0.28808104325669864
44.37432313666264 0.053948420531536 -0.2456499142290901
8.111660552544553 0.026551708615177305 -0.2293106526990007
1.298423542886802 0.010951165434766479 -0.25187487182234775
0.09423958193586185 0.002026349355742778 -0.07772580942556329
EOD

$sampled_triads << EOD
# sigma information information.error
158.21672633585735 0.08219235719816753 3.727021506842908e-05
44.37432313666264 0.05393168894085698 4.6807354890444933e-05
8.111660552544553 0.0266085399158682 5.119037337854132e-05
1.298423542886802 0.01094319365995533 3.149573459411809e-05
0.09423958193586185 0.0020147619975580816 1.255205699693953e-05
EOD

set palette defined (0 "#440154", 1 "#472d7b", 2 "#3b528b", 3 "#2c728e", 4 "#21918c", 5 "#28ae80", 6 "#5ec962", 7 "#addc30", 8 "#fde725")

set multiplot
# (a) law of attention, {/:Italic J} = 1
set lmargin at screen 0.06970
set rmargin at screen 0.46702
set bmargin at screen 0.73806
set tmargin at screen 0.96798
set tics in
unset logscale x
set xrange [0:3]
set xtics ("" 0, "" 0.5, "" 1, "" 1.5, "" 2, "" 2.5, "" 3) scale ticscale
unset logscale y
set yrange [0:8]
set ytics ("" 0, "" 2, "" 4, "" 6, "" 8) scale ticscale
unset logscale y2
set y2range [0:8]
set y2tics ("" 0, "" 2, "" 4, "" 6, "" 8) scale ticscale
set label "{/:Bold (a)}" at screen 0.02994,0.98294 left
set label "law of attention, {/:Italic J} = 1" at screen 0.06970,0.98294 left
set label "field {/:Italic h}_{gate} that closes a gate" at screen 0.26836,0.69948 center
set label "ln({/:Italic A}_{att}/{/:Italic A}_{un})" at screen 0.04034,0.85302 center rotate by 90
set label "cost of a shift {/:Italic D}_{shift}  (nats)" at screen 0.49638,0.85302 center rotate by 90
set label "0" at screen 0.06970,0.72310 center
set label "0.5" at screen 0.13592,0.72310 center
set label "1.0" at screen 0.20214,0.72310 center
set label "1.5" at screen 0.26836,0.72310 center
set label "2.0" at screen 0.33458,0.72310 center
set label "2.5" at screen 0.40080,0.72310 center
set label "3.0" at screen 0.46702,0.72310 center
set label "0" at screen 0.06408,0.73806 right
set label "2" at screen 0.06408,0.79554 right
set label "4" at screen 0.06408,0.85302 right
set label "6" at screen 0.06408,0.91050 right
set label "8" at screen 0.06408,0.96798 right
set label "0" at screen 0.47264,0.73806 left
set label "2" at screen 0.47264,0.79554 left
set label "4" at screen 0.47264,0.85302 left
set label "6" at screen 0.47264,0.91050 left
set label "8" at screen 0.47264,0.96798 left
set arrow from screen 0.08432,0.94462 to screen 0.12932,0.94462 nohead front linecolor rgb "#0072b2" dashtype solid linewidth 1.5
set label "" at screen 0.10682,0.94462 point linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4 front
set label "averaged" at screen 0.13607,0.94462 left front
set arrow from screen 0.08432,0.92520 to screen 0.12932,0.92520 nohead front linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5
set label "at {/:Italic x} = 0" at screen 0.13607,0.92520 left front
set arrow from screen 0.08432,0.90577 to screen 0.12932,0.90577 nohead front linecolor rgb "#777777" dashtype (2,2) linewidth 1.5
set label "2{/:Italic β}({/:Italic h}_{gate} − {/:Italic J})" at screen 0.13607,0.90577 left front
set arrow from screen 0.08432,0.88635 to screen 0.12932,0.88635 nohead front linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5
set label "{/:Italic D}_{shift}" at screen 0.13607,0.88635 left front
plot $law using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $law using 1:3 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5, \
  $law_asymptote using 1:2 notitle with lines linecolor rgb "#777777" dashtype (2,2) linewidth 1.5, \
  $law using 1:5 axes x1y2 notitle with lines linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5, \
  $sampled_ratio using 1:2:3 notitle with yerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4
unset label
unset arrow
unset object

# (b) information
set lmargin at screen 0.58245
set rmargin at screen 0.97977
set bmargin at screen 0.73806
set tmargin at screen 0.96798
set tics in
unset logscale x
set xrange [1:6]
set xtics ("" 1, "" 2, "" 3, "" 4, "" 5, "" 6) scale ticscale
unset logscale y
set yrange [0.1:0.55]
set ytics ("" 0.1, "" 0.2, "" 0.30000000000000004, "" 0.4, "" 0.5) scale ticscale
unset y2tics
set label "{/:Bold (b)}" at screen 0.52945,0.98294 left
set label "information" at screen 0.58245,0.98294 left
set label "spins {/:Italic N}" at screen 0.78111,0.69948 center
set label "{/:Italic I}({/:Italic o}, {/:Italic y})  (bits)" at screen 0.53985,0.85302 center rotate by 90
set label "1" at screen 0.58245,0.72310 center
set label "2" at screen 0.66191,0.72310 center
set label "3" at screen 0.74138,0.72310 center
set label "4" at screen 0.82084,0.72310 center
set label "5" at screen 0.90030,0.72310 center
set label "6" at screen 0.97977,0.72310 center
set label "0.1" at screen 0.57682,0.73806 right
set label "0.2" at screen 0.57682,0.78916 right
set label "0.3" at screen 0.57682,0.84025 right
set label "0.4" at screen 0.57682,0.89134 right
set label "0.5" at screen 0.57682,0.94243 right
set arrow from graph 0,first 0.161565331517177 to graph 1,first 0.161565331517177 nohead linecolor rgb "#777777" dashtype (2,2) linewidth 1.5
set arrow from graph 0,first 0.5138696467053803 to graph 1,first 0.5138696467053803 nohead linecolor rgb "#777777" dashtype (2,2) linewidth 1.5
set arrow from graph 0,first 0.34878288673097213 to graph 1,first 0.34878288673097213 nohead linecolor rgb "#000000" dashtype solid linewidth 1.5
set label "blind" at screen 0.94609,0.78632 center front textcolor rgb "#777777"
set label "any machine" at screen 0.91786,0.93692 center front textcolor rgb "#777777"
set label "one glance" at screen 0.64506,0.85257 center front textcolor rgb "#000000"
set label "equilibrium" at screen 0.87687,0.84010 center front textcolor rgb "#0072b2"
set label "{/:Italic α} = 0.1" at screen 0.91608,0.89584 center front textcolor rgb "#d55e00"
set label "without biases" at screen 0.81201,0.78686 center front textcolor rgb "#009e73"
plot $equilibrium using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $driven using 1:2 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5, \
  $blind using 1:2 notitle with lines linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5, \
  $sampled_equilibrium using 1:3:4 notitle with yerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4, \
  $sampled_driven using 1:3:4 notitle with yerrorbars linecolor rgb "#d55e00" linewidth 0.8 pointtype 5 pointsize 0.4, \
  $sampled_blind using 1:3:4 notitle with yerrorbars linecolor rgb "#009e73" linewidth 0.8 pointtype 9 pointsize 0.4
unset label
unset arrow
unset object

# (c) responses
set lmargin at screen 0.06970
set rmargin at screen 0.46702
set bmargin at screen 0.37639
set tmargin at screen 0.60630
set tics in
unset logscale x
set xrange [1:6]
set xtics ("" 1, "" 2, "" 3, "" 4, "" 5, "" 6) scale ticscale
unset logscale y
set yrange [0:1]
set ytics ("" 0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1) scale ticscale
unset y2tics
set label "{/:Bold (c)}" at screen 0.01670,0.66956 left
set label "responses" at screen 0.06970,0.66956 left
set label "spins {/:Italic N}" at screen 0.26836,0.33781 center
set label "response {/:Italic A}" at screen 0.02711,0.49135 center rotate by 90
set label "1" at screen 0.06970,0.36143 center
set label "2" at screen 0.14917,0.36143 center
set label "3" at screen 0.22863,0.36143 center
set label "4" at screen 0.30809,0.36143 center
set label "5" at screen 0.38756,0.36143 center
set label "6" at screen 0.46702,0.36143 center
set label "0" at screen 0.06408,0.37639 right
set label "0.2" at screen 0.06408,0.42237 right
set label "0.4" at screen 0.06408,0.46836 right
set label "0.6" at screen 0.06408,0.51434 right
set label "0.8" at screen 0.06408,0.56032 right
set label "1.0" at screen 0.06408,0.60630 right
set arrow from screen 0.06970,0.64489 to screen 0.11470,0.64489 nohead front linecolor rgb "#0072b2" dashtype solid linewidth 1.5
set label "" at screen 0.09220,0.64489 point linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4 front
set label "equilibrium, attended" at screen 0.12144,0.64489 left front
set arrow from screen 0.06970,0.62547 to screen 0.11470,0.62547 nohead front linecolor rgb "#56b4e9" dashtype (2,4) linewidth 1.5
set label "" at screen 0.09220,0.62547 point linecolor rgb "#56b4e9" linewidth 0.8 pointtype 15 pointsize 0.4 front
set label "equilibrium, other" at screen 0.12144,0.62547 left front
set arrow from screen 0.28849,0.64489 to screen 0.33348,0.64489 nohead front linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5
set label "" at screen 0.31099,0.64489 point linecolor rgb "#d55e00" linewidth 0.8 pointtype 5 pointsize 0.4 front
set label "{/:Italic α} = 0.1, attended" at screen 0.34023,0.64489 left front
set arrow from screen 0.28849,0.62547 to screen 0.33348,0.62547 nohead front linecolor rgb "#e69f00" dashtype (18,6) linewidth 1.5
set label "" at screen 0.31099,0.62547 point linecolor rgb "#e69f00" linewidth 0.8 pointtype 11 pointsize 0.4 front
set label "{/:Italic α} = 0.1, other" at screen 0.34023,0.62547 left front
set arrow from screen 0.47973,0.64489 to screen 0.52473,0.64489 nohead front linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5
set label "" at screen 0.50223,0.64489 point linecolor rgb "#009e73" linewidth 0.8 pointtype 9 pointsize 0.4 front
set label "without biases, both" at screen 0.53148,0.64489 left front
plot $equilibrium using 1:5 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $equilibrium using 1:6 notitle with lines linecolor rgb "#56b4e9" dashtype (2,4) linewidth 1.5, \
  $driven using 1:5 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5, \
  $driven using 1:6 notitle with lines linecolor rgb "#e69f00" dashtype (18,6) linewidth 1.5, \
  $blind using 1:5 notitle with lines linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5, \
  $sampled_equilibrium using 1:7:8 notitle with yerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4, \
  $sampled_equilibrium using 1:9:10 notitle with yerrorbars linecolor rgb "#56b4e9" linewidth 0.8 pointtype 15 pointsize 0.4, \
  $sampled_driven using 1:7:8 notitle with yerrorbars linecolor rgb "#d55e00" linewidth 0.8 pointtype 5 pointsize 0.4, \
  $sampled_driven using 1:9:10 notitle with yerrorbars linecolor rgb "#e69f00" linewidth 0.8 pointtype 11 pointsize 0.4, \
  $sampled_blind using 1:7:8 notitle with yerrorbars linecolor rgb "#009e73" linewidth 0.8 pointtype 9 pointsize 0.4
unset label
unset arrow
unset object

# (d) choice
set lmargin at screen 0.58245
set rmargin at screen 0.97977
set bmargin at screen 0.37639
set tmargin at screen 0.60630
set tics in
unset logscale x
set xrange [0.0001:1]
set logscale x
set xtics ("" 0.0001, "" 0.0002 1, "" 0.0003 1, "" 0.0004 1, "" 0.0005 1, "" 0.0006 1, "" 0.0007 1, "" 0.0008 1, "" 0.0009 1, "" 0.001, "" 0.002 1, "" 0.003 1, "" 0.004 1, "" 0.005 1, "" 0.006 1, "" 0.007 1, "" 0.008 1, "" 0.009 1, "" 0.01, "" 0.02 1, "" 0.03 1, "" 0.04 1, "" 0.05 1, "" 0.06 1, "" 0.07 1, "" 0.08 1, "" 0.09 1, "" 0.1, "" 0.2 1, "" 0.3 1, "" 0.4 1, "" 0.5 1, "" 0.6 1, "" 0.7 1, "" 0.8 1, "" 0.9 1, "" 1) scale ticscale
unset logscale y
set yrange [0.15:0.45]
set ytics ("" 0.15000000000000002, "" 0.2, "" 0.25, "" 0.30000000000000004, "" 0.35000000000000003, "" 0.4, "" 0.45) scale ticscale
unset y2tics
set label "{/:Bold (d)}" at screen 0.52062,0.66956 left
set label "choice" at screen 0.58245,0.66956 left
set label "entropy production rate Σ  ({/:Italic k}_0)" at screen 0.78111,0.33781 center
set label "{/:Italic I}({/:Italic o}, {/:Italic y})  (bits)" at screen 0.53103,0.49135 center rotate by 90
set label "10^{−4}" at screen 0.58245,0.36143 center
set label "10^{−3}" at screen 0.68178,0.36143 center
set label "10^{−2}" at screen 0.78111,0.36143 center
set label "10^{−1}" at screen 0.88044,0.36143 center
set label "1" at screen 0.97977,0.36143 center
set label "0.15" at screen 0.57682,0.37639 right
set label "0.20" at screen 0.57682,0.41471 right
set label "0.25" at screen 0.57682,0.45303 right
set label "0.30" at screen 0.57682,0.49135 right
set label "0.35" at screen 0.57682,0.52967 right
set label "0.40" at screen 0.57682,0.56799 right
set label "0.45" at screen 0.57682,0.60630 right
set arrow from graph 0,first 0.34878288673097213 to graph 1,first 0.34878288673097213 nohead linecolor rgb "#000000" dashtype solid linewidth 1.5
set label "one glance" at screen 0.65351,0.54553 center front textcolor rgb "#000000"
set label "{/:Italic N} = 2" at screen 0.66003,0.42477 center front textcolor rgb "#009e73"
set label "{/:Italic N} = 3" at screen 0.61863,0.47559 center front textcolor rgb "#0072b2"
set label "{/:Italic N} = 4" at screen 0.70847,0.56353 center front textcolor rgb "#d55e00"
plot $choice_2 using 1:2 notitle with lines linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5, \
  $choice_2_still using 1:2 notitle with points linecolor rgb "#009e73" linewidth 0.55 pointtype 8 pointsize 0.5, \
  $sampled_choice_2 using 5:3:6:4 notitle with xyerrorbars linecolor rgb "#009e73" linewidth 0.8 pointtype 9 pointsize 0.4, \
  $choice_3 using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $choice_3_still using 1:2 notitle with points linecolor rgb "#0072b2" linewidth 0.55 pointtype 6 pointsize 0.5, \
  $sampled_choice_3 using 5:3:6:4 notitle with xyerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4, \
  $choice_4 using 1:2 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5, \
  $choice_4_still using 1:2 notitle with points linecolor rgb "#d55e00" linewidth 0.55 pointtype 4 pointsize 0.5, \
  $sampled_choice_4 using 5:3:6:4 notitle with xyerrorbars linecolor rgb "#d55e00" linewidth 0.8 pointtype 5 pointsize 0.4
unset label
unset arrow
unset object

# (e) exclusive-or
set lmargin at screen 0.06970
set rmargin at screen 0.46702
set bmargin at screen 0.06301
set tmargin at screen 0.29292
set tics in
unset logscale x
set xrange [0.0001:1]
set logscale x
set xtics ("" 0.0001, "" 0.0002 1, "" 0.0003 1, "" 0.0004 1, "" 0.0005 1, "" 0.0006 1, "" 0.0007 1, "" 0.0008 1, "" 0.0009 1, "" 0.001, "" 0.002 1, "" 0.003 1, "" 0.004 1, "" 0.005 1, "" 0.006 1, "" 0.007 1, "" 0.008 1, "" 0.009 1, "" 0.01, "" 0.02 1, "" 0.03 1, "" 0.04 1, "" 0.05 1, "" 0.06 1, "" 0.07 1, "" 0.08 1, "" 0.09 1, "" 0.1, "" 0.2 1, "" 0.3 1, "" 0.4 1, "" 0.5 1, "" 0.6 1, "" 0.7 1, "" 0.8 1, "" 0.9 1, "" 1) scale ticscale
unset logscale y
set yrange [0:0.2]
set ytics ("" 0, "" 0.05, "" 0.1, "" 0.15000000000000002, "" 0.2) scale ticscale
unset y2tics
set label "{/:Bold (e)}" at screen 0.00787,0.30789 left
set label "exclusive-or" at screen 0.06970,0.30789 left
set label "entropy production rate Σ  ({/:Italic k}_0)" at screen 0.26836,0.02443 center
set label "{/:Italic I}({/:Italic o}, {/:Italic y})  (bits)" at screen 0.01828,0.17797 center rotate by 90
set label "10^{−4}" at screen 0.06970,0.04805 center
set label "10^{−3}" at screen 0.16903,0.04805 center
set label "10^{−2}" at screen 0.26836,0.04805 center
set label "10^{−1}" at screen 0.36769,0.04805 center
set label "1" at screen 0.46702,0.04805 center
set label "0" at screen 0.06408,0.06301 right
set label "0.05" at screen 0.06408,0.12049 right
set label "0.10" at screen 0.06408,0.17797 right
set label "0.15" at screen 0.06408,0.23545 right
set label "0.20" at screen 0.06408,0.29292 right
set arrow from graph 0,first 0.15200460564273147 to graph 1,first 0.15200460564273147 nohead linecolor rgb "#000000" dashtype solid linewidth 1.5
set arrow from graph 0,first 0.13377718929527924 to graph 1,first 0.13377718929527924 nohead linecolor rgb "#777777" dashtype (2,2) linewidth 1.5
set label "two glances" at screen 0.14614,0.25980 center front textcolor rgb "#000000"
set label "closed form" at screen 0.40909,0.20420 center front textcolor rgb "#777777"
set label "{/:Italic N} = 3" at screen 0.13175,0.13078 center front textcolor rgb "#0072b2"
set label "{/:Italic N} = 4" at screen 0.23939,0.26707 center front textcolor rgb "#d55e00"
plot $parity_3 using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $parity_3_still using 1:2 notitle with points linecolor rgb "#0072b2" linewidth 0.55 pointtype 6 pointsize 0.5, \
  $sampled_parity_3 using 5:3:6:4 notitle with xyerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4, \
  $parity_4 using 1:2 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5, \
  $parity_4_still using 1:2 notitle with points linecolor rgb "#d55e00" linewidth 0.55 pointtype 4 pointsize 0.5, \
  $sampled_parity_4 using 5:3:6:4 notitle with xyerrorbars linecolor rgb "#d55e00" linewidth 0.8 pointtype 5 pointsize 0.4
unset label
unset arrow
unset object

# (f) interactions of three spins
set lmargin at screen 0.58245
set rmargin at screen 0.97977
set bmargin at screen 0.06301
set tmargin at screen 0.29292
set tics in
unset logscale x
set xrange [0.01:1000]
set logscale x
set xtics ("" 0.01, "" 0.02 1, "" 0.03 1, "" 0.04 1, "" 0.05 1, "" 0.06 1, "" 0.07 1, "" 0.08 1, "" 0.09 1, "" 0.1, "" 0.2 1, "" 0.3 1, "" 0.4 1, "" 0.5 1, "" 0.6 1, "" 0.7 1, "" 0.8 1, "" 0.9 1, "" 1, "" 2 1, "" 3 1, "" 4 1, "" 5 1, "" 6 1, "" 7 1, "" 8 1, "" 9 1, "" 10, "" 20 1, "" 30 1, "" 40 1, "" 50 1, "" 60 1, "" 70 1, "" 80 1, "" 90 1, "" 100, "" 200 1, "" 300 1, "" 400 1, "" 500 1, "" 600 1, "" 700 1, "" 800 1, "" 900 1, "" 1000) scale ticscale
unset logscale y
set yrange [0.001:2]
set logscale y
set ytics ("" 0.001, "" 0.002 1, "" 0.003 1, "" 0.004 1, "" 0.005 1, "" 0.006 1, "" 0.007 1, "" 0.008 1, "" 0.009 1, "" 0.01, "" 0.02 1, "" 0.03 1, "" 0.04 1, "" 0.05 1, "" 0.06 1, "" 0.07 1, "" 0.08 1, "" 0.09 1, "" 0.1, "" 0.2 1, "" 0.3 1, "" 0.4 1, "" 0.5 1, "" 0.6 1, "" 0.7 1, "" 0.8 1, "" 0.9 1, "" 1, "" 2 1) scale ticscale
unset y2tics
set label "{/:Bold (f)}" at screen 0.51938,0.30789 left
set label "interactions of three spins" at screen 0.58245,0.30789 left
set label "entropy production rate Σ  ({/:Italic k}_0)" at screen 0.78111,0.02443 center
set label "connected information  (bits)" at screen 0.52979,0.17797 center rotate by 90
set label "10^{−2}" at screen 0.58245,0.04805 center
set label "10^{−1}" at screen 0.66191,0.04805 center
set label "1" at screen 0.74138,0.04805 center
set label "10" at screen 0.82084,0.04805 center
set label "10^{2}" at screen 0.90030,0.04805 center
set label "10^{3}" at screen 0.97977,0.04805 center
set label "10^{−3}" at screen 0.57682,0.06301 right
set label "10^{−2}" at screen 0.57682,0.13266 right
set label "10^{−1}" at screen 0.57682,0.20231 right
set label "1" at screen 0.57682,0.27196 right
set arrow from graph 0,first 0.8061970943439802 to graph 1,first 0.8061970943439802 nohead linecolor rgb "#000000" dashtype solid linewidth 1.5
set arrow from graph 0,first 0.043409769683120825 to graph 1,first 0.043409769683120825 nohead linecolor rgb "#777777" dashtype (2,2) linewidth 1.5
set label "one hidden spin, {/:Italic W}_{max} = 2" at screen 0.86946,0.25284 center front textcolor rgb "#000000"
set label "one hidden spin, {/:Italic W}_{max} = 0.5" at screen 0.71068,0.19911 center front textcolor rgb "#777777"
set label "no hidden spin, {/:Italic W}_{max} = 2" at screen 0.80316,0.10239 center front textcolor rgb "#0072b2"
plot $triads using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $sampled_triads using 1:2:3 notitle with yerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4
unset label
unset arrow
unset object

unset multiplot
set output

# What the picture shows and where it comes from, written into the SVG.
$identification << EOD
<title>The price of attention</title>
<desc>Attention in a few spins. (a) The law of attention in equilibrium: logarithm of the ratio of the responses to the input that is asked for and to the other one, averaged over the inputs (line) and without an input (dashed), its asymptote (dotted), and the cost of a sudden change of the query (right axis). (b) Information of the best networks found against the number of spins: in equilibrium, and with any couplings, with biases and without, at the price 0.1 of dissipation, between the walls of the text. (c) The responses of these networks, averaged over the queries. (d) Information against dissipation for a choice, with couplings up to 1 and prices from 0.01 on, of four spins up to 5.6; open points at the left end are in equilibrium, Σ = 0. (e) The same for the exclusive-or of both inputs, with couplings up to 2 and the closed form for one hidden spin. (f) Connected information of third order of three visible spins out of equilibrium, and with one hidden spin at Σ = 0. Lines are exact for the networks drawn, which are the best found; points with error bars (one standard error) are sampled. Mesoscale, figure attention, parameters 454c809b9a68, seed 1, data 5fc5cc1985c91d9e.</desc>
EOD
if (format eq "svg") {
  set print target . ".part"
  print $identification
  set print
  system("awk 'NR == FNR { line[NR] = $0; next } /^<title>/ { print line[1]; next } /^<desc>/ { print line[2]; next } " \
    . "{ sub(/<text>/, \"<text xml:space=\\\"preserve\\\">\"); sub(/<image /, \"<image style=\\\"image-rendering:pixelated\\\" \"); print }' '" \
    . target . ".part' '" . target . "' > '" . target . ".whole' && mv '" . target . ".whole' '" \
    . target . "'; rm -f '" . target . ".part'")
}
